import type { ServerResponse } from 'node:http';
import type { Call } from './Call';

/** A reader that leaves more than this unread is let go. */
const MAX_UNREAD = 16 * 1024 * 1024;

/** Server-sent events, or a line of JSON each for who does not ask for those. */
export class EventStream {
  private readonly response: ServerResponse;
  private readonly isSse: boolean;
  private ended = false;

  constructor(call: Call) {
    this.response = call.response;
    const { accept = '' } = call.raw.headers;
    this.isSse = accept.includes('text/event-stream');
  }

  send(event: unknown) {
    if (this.ended || this.response.destroyed) return;
    if (!this.response.headersSent) {
      this.response.writeHead(200, {
        'Content-Type': this.isSse ? 'text/event-stream' : 'application/json',
        'Grpc-Metadata-Content-Type': 'application/grpc',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      });
    }
    const text = JSON.stringify(event);
    this.response.write(this.isSse ? `data: ${text}\n\n` : `${text}\n`);
    if (this.response.writableLength > MAX_UNREAD) this.response.destroy();
  }

  end() {
    this.ended = true;
    this.response.end();
  }

  /** Calls back once, when the reader has gone or the stream was ended. */
  onEnd(callback: () => void) {
    this.response.once('close', () => {
      this.ended = true;
      callback();
    });
    if (this.response.destroyed) callback();
  }
}

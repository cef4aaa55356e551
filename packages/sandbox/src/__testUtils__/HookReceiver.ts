import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What came to the receiver. */
export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  payload: { [key: string]: unknown };
}

/** Where a test's webhooks are sent to. */
export class HookReceiver {
  private constructor(
    private readonly server: Server,
    private readonly received: Received[],
  ) {}

  /** @param refusals - How many deliveries are refused before one is taken. */
  static async start(refusals = 0): Promise<HookReceiver> {
    let left = refusals;
    const received: Received[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', chunk => {
        body += chunk;
      });
      request.on('end', () => {
        if (left-- > 0) {
          response.writeHead(503).end();
          return;
        }
        const payload = JSON.parse(body);
        received.push({ headers: request.headers, body, payload });
        response.end();
      });
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new HookReceiver(server, received);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** Waits for an event to have come, up to 20 seconds. */
  async event(
    name: string,
    test: (payload: Received['payload']) => boolean = () => true,
  ): Promise<Received> {
    const end = Date.now() + 20_000;
    for (;;) {
      const found = this.received.find(
        each => each.headers['x-gitea-event'] === name && test(each.payload),
      );
      if (found) return found;
      if (Date.now() > end) throw new Error(`No event ${name} came.`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  /** Waits for the next message, up to 20 seconds. */
  async next(): Promise<Received> {
    const end = Date.now() + 20_000;
    for (;;) {
      const found = this.received.shift();
      if (found) return found;
      if (Date.now() > end) throw new Error('No message came.');
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }
}

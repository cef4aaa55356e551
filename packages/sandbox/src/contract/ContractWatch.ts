import { request as httpsRequest } from 'node:https';

/** Where a server is and with which certificate it is spoken to. */
export interface Access {
  url: string;
  ca: string;
  cert: string;
  key: string;
}

/** One event of a watch. */
export interface WatchEvent {
  type: string;
  object: Record<string, unknown>;
}

/** An open watch. */
export class ContractWatch {
  private readonly events: WatchEvent[] = [];
  private readonly waiting: ((event: WatchEvent | undefined) => void)[] = [];
  private ended = false;
  private readonly close: () => void;

  constructor(access: Access, path: string) {
    let rest = '';
    const request = httpsRequest(
      `${access.url}${path}`,
      { ca: access.ca, cert: access.cert, key: access.key },
      response => {
        response.on('data', (chunk: Buffer) => {
          const lines = (rest + chunk.toString('utf8')).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) this.take(JSON.parse(line) as WatchEvent);
        });
        response.on('close', () => this.finish());
      },
    );
    request.on('error', () => this.finish());
    request.end();
    this.close = () => request.destroy();
  }

  /** The next event; undefined once the watch has ended. */
  next(): Promise<WatchEvent | undefined> {
    const event = this.events.shift();
    if (event || this.ended) return Promise.resolve(event);
    return new Promise(resolve_ => this.waiting.push(resolve_));
  }

  stop(): void {
    this.close();
  }

  private take(event: WatchEvent): void {
    const waiting = this.waiting.shift();
    if (waiting) waiting(event);
    else this.events.push(event);
  }

  private finish(): void {
    this.ended = true;
    for (const waiting of this.waiting.splice(0)) waiting(undefined);
  }
}

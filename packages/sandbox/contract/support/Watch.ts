import { request as httpsRequest } from 'node:https';
import type { Body, Connection } from './connection';

/** One event of a watch. */
export interface WatchEvent {
  type: string;
  object: Body;
}

/** An open watch; its events are read one by one. */
export class Watch {
  private readonly events: WatchEvent[] = [];
  private readonly waiting: ((event: WatchEvent | undefined) => void)[] = [];
  private ended = false;
  private readonly close: () => void;
  /** Status of the answer, once it has begun. */
  readonly opened: Promise<number>;

  constructor(
    connection: Connection,
    path: string,
    headers: Record<string, string> = {},
  ) {
    let begun: (status: number) => void;
    this.opened = new Promise(done => {
      begun = done;
    });
    let rest = '';
    const request = httpsRequest(
      `${connection.url}${path}`,
      { agent: connection.agent, headers: { ...headers } },
      response => {
        begun(response.statusCode ?? 0);
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          const lines = (rest + chunk).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) this.push(JSON.parse(line) as WatchEvent);
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
    return new Promise(resolve => this.waiting.push(resolve));
  }

  /** The next `count` events, as type and name. */
  async names(count: number): Promise<string[]> {
    const seen: string[] = [];
    while (seen.length < count) {
      const event = await this.next();
      if (!event) break;
      const { name } = (event.object.metadata ?? {}) as { name?: string };
      seen.push(`${event.type} ${name ?? ''}`.trim());
    }
    return seen;
  }

  stop(): void {
    this.close();
  }

  private push(event: WatchEvent): void {
    const waiting = this.waiting.shift();
    if (waiting) waiting(event);
    else this.events.push(event);
  }

  private finish(): void {
    this.ended = true;
    for (const waiting of this.waiting.splice(0)) waiting(undefined);
  }
}

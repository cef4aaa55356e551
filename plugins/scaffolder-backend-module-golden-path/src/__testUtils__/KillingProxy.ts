import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** When a portal is killed: before a request has reached the host, or before the answer comes back. */
export type Moment = 'before' | 'after';

async function read(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) {
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Stands before a git host and kills who asks, a few times for each kind of request and moment. */
export class KillingProxy {
  readonly killed: string[] = [];
  readonly #strikes = new Map<string, number>();

  /** How often to kill at such a request. */
  times: (request: { method: string; path: string; moment: Moment }) => number =
    () => 0;
  kill: () => void = () => {};

  static async start(target: string): Promise<KillingProxy> {
    const server = createServer();
    const proxy = new KillingProxy(server, target);
    server.on('request', (request, response) => {
      void proxy
        .#forward(request)
        .catch(error => ({ status: 502, headers: {}, body: String(error) }))
        .then(answer => {
          if (!answer) {
            response.destroy();
            return;
          }
          response.writeHead(answer.status, answer.headers);
          response.end(answer.body);
        });
    });
    await new Promise<void>(done => server.listen(0, 'localhost', done));
    return proxy;
  }

  private constructor(
    private readonly server: Server,
    private readonly target: string,
  ) {}

  get url(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(done => this.server.close(done));
  }

  async #forward(request: IncomingMessage) {
    const { method = 'GET', url = '/' } = request;
    const sent = await read(request);
    if (this.#strike(method, url, 'before')) {
      return undefined;
    }
    // What is about the connection is not passed on.
    const headers = Object.entries(request.headers).filter(
      (header): header is [string, string] =>
        typeof header[1] === 'string' &&
        !/^(host|connection|keep-alive|transfer-encoding|content-length)$/.test(
          header[0],
        ),
    );
    const response = await fetch(`${this.target}${url}`, {
      method,
      headers,
      ...(sent.length > 0 && { body: sent }),
    });
    const body = Buffer.from(await response.arrayBuffer());
    if (this.#strike(method, url, 'after')) {
      return undefined;
    }
    const type = response.headers.get('content-type');
    const challenge = response.headers.get('www-authenticate');
    return {
      status: response.status,
      body,
      headers: {
        ...(type && { 'content-type': type }),
        ...(challenge && { 'www-authenticate': challenge }),
      },
    };
  }

  #strike(method: string, path: string, moment: Moment): boolean {
    const key = `${moment} ${method} ${path}`;
    const struck = this.#strikes.get(key) ?? 0;
    if (struck >= this.times({ method, path, moment })) {
      return false;
    }
    this.#strikes.set(key, struck + 1);
    this.killed.push(key);
    this.kill();
    return true;
  }
}

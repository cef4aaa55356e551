import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in for other plugins of the portal; what is not foreseen is not found. */
export class PluginServer {
  readonly asked: { path: string; body?: unknown; authorization: string }[] =
    [];
  /** Answers by method and path, without the query. */
  answers: Record<string, { status?: number; body: unknown }> = {};

  static async start(): Promise<PluginServer> {
    const server = createServer();
    const made = new PluginServer(server);
    server.on('request', async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) {
        parts.push(part);
      }
      const text = Buffer.concat(parts).toString('utf8');
      const path = `${request.method} ${request.url}`;
      made.asked.push({
        path,
        ...(text && { body: JSON.parse(text) }),
        authorization: request.headers.authorization ?? '',
      });
      const { status = 200, body } = made.answers[path.split('?')[0]] ?? {
        status: 404,
        body: { error: { name: 'NotFoundError', message: 'Not there' } },
      };
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    return made;
  }

  private constructor(private readonly server: Server) {}

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    await new Promise(done => this.server.close(done));
  }
}

import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A port in front of a server that others use too: closing it looks like stopping the server. */
export class ServerGate {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly target: { host: string; port: number },
    readonly port: number,
  ) {}

  /** Takes a free port, and opens the gate. */
  static async open(target: {
    host: string;
    port: number;
  }): Promise<ServerGate> {
    const probe = await listen(createServer(), 0);
    const { port } = probe.address() as AddressInfo;
    await new Promise(resolve => probe.close(resolve));
    const gate = new ServerGate(target, port);
    await gate.start();
    return gate;
  }

  /** Lets connections through. */
  async start(): Promise<void> {
    const server = createServer(near => {
      const far = connect(this.target);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ]) {
        this.sockets.add(from);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.sockets.delete(from);
          to.destroy();
        });
        from.pipe(to);
      }
    });
    this.server = await listen(server, this.port);
  }

  /** Refuses connections, and cuts those there are. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    const closed = new Promise(resolve => server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

async function listen(server: Server, port: number): Promise<Server> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A line that is up, and how to let go of it. */
export interface Line {
  /** Port of loopback that leads to the target. */
  port: number;
  /** `POST` to `/cut` and `/mend` here. */
  control: string;
  close(): void;
}

function listening(server: ReturnType<typeof createServer>, port = 0) {
  return new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/**
 * Puts a line between the portal and a server, so that a test can cut it: then connections are refused
 * and those that are open break, as when the server's process has ended.
 */
export async function startLine(to: {
  host: string;
  port: number;
}): Promise<Line> {
  const open = new Set<Socket>();
  const accept = (socket: Socket) => {
    const onward = connect(to.port, to.host);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  };
  let server = createServer(accept);
  const port = await listening(server);
  const cut = () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  const control = createHttpServer((request, response) => {
    const done = (status: number) => response.writeHead(status).end();
    if (request.url === '/cut') {
      cut();
      done(204);
      return;
    }
    if (server.listening) {
      done(204);
      return;
    }
    server = createServer(accept);
    listening(server, port).then(
      () => done(204),
      () => done(500),
    );
  });
  const controlPort = await listening(control);
  return {
    port,
    control: `http://127.0.0.1:${controlPort}`,
    close: () => {
      cut();
      control.close();
    },
  };
}

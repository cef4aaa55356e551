import {
  createServer,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** An open port. */
export interface Listening {
  port: number;
  /** Closes it, with the connections that are open. */
  stop(): Promise<void>;
}

/**
 * Opens a port for HTTP that only this computer can reach. `localhost` is ::1
 * to some programs and 127.0.0.1 to others, so it listens on both.
 *
 * @param port - 0 for any free one
 * @throws Error with `code` EADDRINUSE and `port` when another program has it
 */
export async function listenOnLoopback(
  listener: RequestListener,
  port: number,
  options: ServerOptions = {},
): Promise<Listening> {
  const servers = [await listen(listener, '127.0.0.1', port, options)];
  const stop = async () => {
    await Promise.all(servers.map(close));
  };
  const { port: opened } = servers[0]?.address() as AddressInfo;
  try {
    servers.push(await listen(listener, '::1', opened, options));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      await stop();
      throw error;
    }
    // A computer without IPv6 needs only the first one.
  }
  return { port: opened, stop };
}

function listen(
  listener: RequestListener,
  host: string,
  port: number,
  options: ServerOptions,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(options, listener);
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

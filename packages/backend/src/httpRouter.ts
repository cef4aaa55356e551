import type { Socket } from 'node:net';
import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { RETRY_AFTER, answerStarting, wantsPage } from './answerStarting';

/** How long open connections may finish what they are at when the backend stops. */
const FAREWELL_MS = 1000;
/** How long a handshake may wait for somebody to take it. */
const HANDSHAKE_MS = 500;

/**
 * Backstage's HTTP server, with an end to connections that would never end by themselves.
 *
 * The signals plugin listens for websockets from the first handshake on, and leaves that first one
 * without an answer. It would hold up the page, which opens one socket after the other, and the
 * stop, which waits for every request. Here it is refused, so that the page soon tries again.
 *
 * And while plugins are starting, an address that nobody answers yet is no address that leads nowhere.
 */
export const httpRouter = rootHttpRouterServiceFactory({
  configure({ app, server, lifecycle, middleware, applyDefaults }) {
    const open = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    });
    lifecycle.addShutdownHook(() => {
      setTimeout(() => {
        for (const socket of open) socket.destroy();
      }, FAREWELL_MS).unref();
    });

    let isStarting = true;
    lifecycle.addStartupHook(() => {
      isStarting = false;
    });

    app.use((request, response, next) => {
      // A plugin that has not started answers by itself, without saying that it is worth asking again.
      if (isStarting) response.set('retry-after', RETRY_AFTER);
      // Nor would it say so to people: they would see its JSON.
      if (isStarting && wantsPage(request)) {
        answerStarting(request, response);
        return;
      }
      // A handshake comes this way only while nobody listens for handshakes.
      if (request.headers.upgrade) {
        const refuse = setTimeout(() => {
          if (response.headersSent) return;
          response.set('connection', 'close').sendStatus(503);
        }, HANDSHAKE_MS);
        response.once('close', () => clearTimeout(refuse));
      }
      next();
    });

    const notFound = middleware.notFound();
    // In its place, because plugins ask each other while they start: what is mounted must answer.
    middleware.notFound = () => (request, response, next) =>
      isStarting
        ? answerStarting(request, response)
        : notFound(request, response, next);
    applyDefaults();
  },
});

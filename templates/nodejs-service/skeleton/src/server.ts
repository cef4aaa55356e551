import { FastifyOtelInstrumentation } from '@fastify/otel';
import sensible from '@fastify/sensible';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import type { Config } from './config.js';
import { health, type Dependency } from './health.js';
import { loggerOptions } from './logger.js';
import { metrics } from './metrics.js';
import { orderRoutes } from './orders/routes.js';
import type { OrderStore } from './orders/OrderStore.js';

/** The server with all its routes, not listening yet. */
export async function buildServer(options: {
  config: Config;
  /** Makes the store; closing what it needs belongs into the server's onClose hook. */
  store: (
    server: FastifyInstance,
    registry: Registry,
  ) => Promise<{ store: OrderStore; dependencies: Dependency[] }>;
}): Promise<FastifyInstance> {
  const server = Fastify({
    logger: loggerOptions(options.config) ?? false,
    bodyLimit: 64 * 1024,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
  });
  await server.register(new FastifyOtelInstrumentation().plugin());
  await server.register(sensible);
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const known = error.statusCode !== undefined && error.statusCode < 500;
    if (known) return reply.send(error);
    // What went wrong inside is for the log; its request id leads there.
    request.log.error(error, 'A request failed.');
    return reply.internalServerError(`Something failed here; look for ${request.id} in the log.`);
  });
  const registry = new Registry();
  const { store, dependencies } = await options.store(server, registry);
  await server.register(metrics, { registry, service: options.config.service });
  await server.register(health, { dependencies });
  await server.register(orderRoutes, { store });
  return server;
}

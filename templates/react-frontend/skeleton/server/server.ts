import { FastifyOtelInstrumentation } from '@fastify/otel';
import proxy from '@fastify/http-proxy';
import files from '@fastify/static';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { clientErrors } from './clientErrors.js';
import type { Config } from './config.js';
{%- if not values.api %}
import { exampleOrders } from './exampleOrders.js';
{%- endif %}
import { health } from './health.js';
import { loggerOptions } from './logger.js';
import { metrics } from './metrics.js';

const POLICY = [
  "default-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

/** The server with all its routes, not listening yet. `web` is the folder that Vite has built. */
export async function buildServer(config: Config, web: string): Promise<FastifyInstance> {
  const server = Fastify({
    logger: loggerOptions(config) ?? false,
    bodyLimit: 64 * 1024,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
  });
  await server.register(new FastifyOtelInstrumentation().plugin());
  server.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.statusCode !== undefined && error.statusCode < 500) return reply.send(error);
    // What went wrong inside is for the log; its request id leads there.
    request.log.error(error, 'A request failed.');
    return reply.code(error.statusCode ?? 500).send({
      message: `Something failed here; look for ${request.id} in the log.`,
    });
  });
  server.addHook('onSend', (_request, reply, _payload, next) => {
    reply.headers({
      'content-security-policy': POLICY,
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    next();
  });
  const registry = new Registry();
  await server.register(metrics, { registry, service: config.service });
  await server.register(health, { dependencies: [] });
  await server.register(clientErrors, { registry });
  server.get('/settings.json', (_request, reply) =>
    reply.header('cache-control', 'no-store').send({
      environment: config.service.environment,
      version: config.service.version,
    }),
  );
  if (config.apiUrl) {
    await server.register(proxy, { upstream: config.apiUrl, prefix: '/api' });
  } else {
{%- if values.api %}
    server.all('/api/*', (_request, reply) =>
      reply.code(503).send({ message: 'API_URL is not set; it says where ${{ values.api }} is.' }),
    );
{%- else %}
    await server.register(exampleOrders);
{%- endif %}
  }
  await server.register(files, {
    root: web,
    // Files under assets/ have their content in their names.
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  // Every other address is a page, which the router in the browser knows.
  server.setNotFoundHandler((request, reply) =>
    request.method === 'GET' && request.headers.accept?.includes('text/html')
      ? reply.header('cache-control', 'no-cache').sendFile('index.html')
      : reply.code(404).send({ message: `There is nothing at ${request.url}.` }),
  );
  return server;
}

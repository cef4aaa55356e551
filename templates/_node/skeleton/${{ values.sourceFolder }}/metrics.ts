import fp from 'fastify-plugin';
import { Gauge, Histogram, collectDefaultMetrics, type Registry } from 'prom-client';
import type { Config } from './config.js';

const UNOBSERVED = new Set(['/healthz', '/readyz', '/metrics']);

/** GET /metrics for Prometheus: every request by method, route and status, and how the process does. */
export const metrics = fp<{ registry: Registry; service: Config['service'] }>(
  (server, { registry, service }, done) => {
    collectDefaultMetrics({ register: registry });
    new Gauge({
      name: 'app_info',
      help: 'What is running.',
      labelNames: ['version', 'environment'] as const,
      registers: [registry],
    }).set({ version: service.version, environment: service.environment }, 1);
    const duration = new Histogram({
      name: 'http_server_request_duration_seconds',
      help: 'How long requests took.',
      labelNames: ['http_request_method', 'http_route', 'http_response_status_code'] as const,
      buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
      registers: [registry],
    });
    const active = new Gauge({
      name: 'http_server_active_requests',
      help: 'How many requests are being answered.',
      labelNames: ['http_request_method'] as const,
      registers: [registry],
    });

    server.addHook('onRequest', (request, reply, next) => {
      active.inc({ http_request_method: request.method });
      // The answer is sent, or the connection broke.
      reply.raw.once('close', () => {
        active.dec({ http_request_method: request.method });
      });
      next();
    });
    server.addHook('onResponse', (request, reply, next) => {
      const route = request.routeOptions.url ?? 'unknown';
      if (!UNOBSERVED.has(route)) {
        duration.observe(
          {
            http_request_method: request.method,
            http_route: route,
            http_response_status_code: String(reply.statusCode),
          },
          reply.elapsedTime / 1000,
        );
      }
      next();
    });
    server.get('/metrics', { logLevel: 'warn' }, async (_request, reply) =>
      reply.type(registry.contentType).send(await registry.metrics()),
    );
    done();
  },
);

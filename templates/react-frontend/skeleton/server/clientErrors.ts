import fp from 'fastify-plugin';
import { Counter, type Registry } from 'prom-client';

interface ClientError {
  message: string;
  page: string;
}

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['message', 'page'],
  properties: {
    message: { type: 'string', maxLength: 2000 },
    page: { type: 'string', maxLength: 500 },
  },
} as const;

/** POST /client-errors: what broke in somebody's browser, into the log and the metrics. */
export const clientErrors = fp<{ registry: Registry }>((server, { registry }, done) => {
  const errors = new Counter({
    name: 'client_errors_total',
    help: 'Errors in browsers.',
    registers: [registry],
  });
  server.post<{ Body: ClientError }>(
    '/client-errors',
    { bodyLimit: 8192, schema: { body: SCHEMA } },
    (request, reply) => {
      errors.inc();
      request.log.error({ clientError: request.body }, 'A page failed in a browser.');
      return reply.code(204).send();
    },
  );
  done();
});

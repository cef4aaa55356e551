import { trace } from '@opentelemetry/api';
import type { FastifyServerOptions } from 'fastify';
import type { Config } from './config.js';

/** Logs as JSON, one line each, with the ids that lead to the trace. */
export function loggerOptions(config: Config): FastifyServerOptions['logger'] {
  const { name, version, environment } = config.service;
  return {
    level: config.logLevel,
    base: { service: name, version, environment },
    messageKey: 'message',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (level) => ({ level }) },
    redact: ['req.headers.authorization', 'req.headers.cookie'],
    mixin: () => {
      const span = trace.getActiveSpan()?.spanContext();
      return span ? { trace_id: span.traceId, span_id: span.spanId } : {};
    },
  };
}

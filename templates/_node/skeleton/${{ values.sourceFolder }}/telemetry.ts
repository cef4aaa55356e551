// Loaded before everything else (node --import), so that it sees what is imported afterwards. The
// OpenTelemetry SDK reads OTEL_* by itself; without an endpoint nothing is recorded.
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
{%- if values.hasDatabase %}
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
{%- endif %}
import { NodeSDK } from '@opentelemetry/sdk-node';

const QUIET = new Set(['/healthz', '/readyz', '/metrics']);

let sdk: NodeSDK | undefined;

if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT) {
  // Metrics are scraped, and logs are read from stdout.
  process.env.OTEL_METRICS_EXPORTER ??= 'none';
  process.env.OTEL_LOGS_EXPORTER ??= 'none';
  sdk = new NodeSDK({
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: (request) => QUIET.has(request.url ?? ''),
      }),
{%- if values.hasDatabase %}
      new PgInstrumentation({ requireParentSpan: true }),
{%- endif %}
    ],
  });
  sdk.start();
}

/** Sends what is recorded and not sent yet. */
export async function stopTelemetry(): Promise<void> {
  await sdk?.shutdown();
}

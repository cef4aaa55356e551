import { ResponseError } from '@backstage/errors';

/** Headers in which a backend or a proxy names the request, so that its log lines can be found. */
const correlationHeaders = ['x-request-id', 'x-correlation-id', 'traceparent'];

interface WithResponse {
  response?: {
    status?: number;
    headers?: { get(name: string): string | null };
  };
}

/** The copyable detail of an error: what was said, when, and the request's id where there is one. */
export function failureDetail(error: Error): string {
  const lines = [`${error.name}: ${error.message}`];
  if (error instanceof ResponseError) {
    lines.push(`${error.body.error.name}: ${error.body.error.message}`);
  }
  const { response } = error as Error & WithResponse;
  if (response?.status) lines.push(`status: ${response.status}`);
  for (const name of correlationHeaders) {
    const value = response?.headers?.get(name);
    if (value) lines.push(`${name}: ${value}`);
  }
  lines.push(`page: ${window.location.pathname}`);
  return lines.join('\n');
}

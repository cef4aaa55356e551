import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../../controllers/runtime';
import { matchPath } from '../../git/http/Request';
import type { Subject } from '../auth/Subject';
import { ApiError } from './ApiError';
import type { Answer, Call, Route } from './Call';

const PLAIN = 'text/plain; charset=utf-8';

const STATUS_TEXTS: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Answers every request from the routes. */
export function requestHandler(options: {
  routes: Route[];
  /** @throws ApiError 401 */
  authenticate: (request: IncomingMessage) => Promise<Subject>;
  log: Log;
}) {
  const { routes, authenticate, log } = options;
  return async (raw: IncomingMessage, response: ServerResponse) => {
    let route: Route | undefined;
    let path = '/';
    try {
      const target = raw.url ?? '/';
      // The host of an absolute target is of no concern.
      const url = new URL(
        `http://localhost${target.startsWith('/') ? '' : '/'}${target}`,
      );
      path = url.pathname;
      const found = find(routes, raw.method ?? 'GET', path);
      if (typeof found === 'string') {
        const status = found === 'Not Found' ? 404 : 405;
        send(response, { status, text: `${found}\n`, type: PLAIN });
        return;
      }
      ({ route } = found);
      const call: Call = {
        raw,
        response,
        url,
        params: found.params,
        subject:
          route.audience === 'everybody'
            ? await authenticate(raw).catch(() => undefined)
            : await authenticate(raw),
      };
      send(response, await route.handler(call));
    } catch (error) {
      if (response.destroyed || response.headersSent) {
        response.end();
        return;
      }
      fail(response, error, route?.audience === 'stream', text =>
        log('error', 'The Argo CD API failed', { path, error: text }),
      );
    }
  };
}

function find(routes: Route[], method: string, path: string) {
  let known = false;
  for (const route of routes) {
    const params = matchPath(route.pattern, path);
    if (!params) continue;
    known = true;
    const verb = method === 'HEAD' ? 'GET' : method;
    if (route.method === verb) return { route, params };
  }
  return known ? 'Method Not Allowed' : 'Not Found';
}

function fail(
  response: ServerResponse,
  error: unknown,
  isStream: boolean,
  log: (text: string) => void,
) {
  const known = error instanceof ApiError;
  const text = error instanceof Error ? error.message : String(error);
  if (!known) log(text);
  // What went wrong inside is said as the real one says it: with its text.
  const refusal = known ? error : new ApiError('Unknown', text);
  if (isStream) {
    response.writeHead(refusal.status, { 'Content-Type': 'text/event-stream' });
    response.end(
      `data: ${JSON.stringify({
        error: {
          grpc_code: refusal.code,
          http_code: refusal.status,
          message: refusal.message,
          http_status: STATUS_TEXTS[refusal.status] ?? '',
        },
      })}\n\n`,
    );
    return;
  }
  const body = JSON.stringify(refusal.body);
  response.writeHead(refusal.status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

function send(response: ServerResponse, answer: Answer) {
  if (!answer) return;
  const common = {
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    ...answer.headers,
  };
  if ('json' in answer) {
    const body = JSON.stringify(answer.json);
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Grpc-Metadata-Content-Type': 'application/grpc',
      'Content-Length': Buffer.byteLength(body),
      ...common,
    });
    response.end(body);
    return;
  }
  response.writeHead(answer.status ?? 200, {
    ...(answer.text && { 'Content-Type': answer.type }),
    'Content-Length': Buffer.byteLength(answer.text),
    ...common,
  });
  response.end(answer.text);
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { failurePage } from '../pages/page';
import { HostError, type HostContext, notFound } from '../services/HostContext';
import { authenticate } from './authenticate';
import { findRoute, type Request, type Route, send } from './Request';

const API = '/api/v1';

/** Answers every request: the API, git's protocol, then the pages. */
export function requestHandler(
  host: HostContext,
  routes: { api: Route[]; git: Route[]; pages: Route[] },
) {
  return async (raw: IncomingMessage, response: ServerResponse) => {
    const request: Request = {
      raw,
      response,
      method: raw.method ?? 'GET',
      url: new URL(host.publicUrl),
      params: {},
      account: undefined,
    };
    let isApi = false;
    try {
      const target = raw.url ?? '/';
      // An absolute or scheme-relative target must not choose another host.
      const url = new URL(
        `${host.publicUrl}${target.startsWith('/') ? '' : '/'}${target}`,
      );
      request.url = url;
      isApi = url.pathname.startsWith(`${API}/`);
      const path = isApi ? url.pathname.slice(API.length) : url.pathname;
      const candidates = isApi ? routes.api : [...routes.git, ...routes.pages];
      const found = findRoute(candidates, request.method, path);
      if (!found) throw isApi ? notFound() : new HostError(404, 'Not Found');
      if (found === 'method') throw new HostError(405, 'Method Not Allowed');
      request.params = found.params;
      request.account = await authenticate(host, raw);
      const reply = await found.handler(request);
      if (reply) send(request, reply);
    } catch (error) {
      if (raw.destroyed && response.destroyed) return;
      const known = error instanceof HostError;
      if (!known) {
        host.log('error', 'The git host failed', {
          path: request.url.pathname,
          error: error instanceof Error ? error.message : String(error),
        });
      }
      const status = known ? error.status : 500;
      const message = known ? error.message : 'Internal Server Error';
      const headers = {
        ...(status === 401 &&
          !isApi && { 'WWW-Authenticate': 'Basic realm="Gitea"' }),
      };
      if (!isApi) {
        const page = failurePage(status, message);
        send(request, { ...page, headers: { ...page.headers, ...headers } });
        return;
      }
      const url = `${host.publicUrl}/api/swagger`;
      const errors =
        known && error.errors !== undefined ? { errors: error.errors } : {};
      const json = { ...errors, message, url };
      send(request, { status, headers, json });
    }
  };
}

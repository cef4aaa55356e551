import type { IncomingMessage, ServerResponse } from 'node:http';
import { createGunzip } from 'node:zlib';
import { HostError } from '../services/HostContext';
import type { Account } from '../types';

/** The most that is read of a body as a whole. */
const MAX_BODY = 64 * 1024 * 1024;

/** A request that found its route. */
export interface Request {
  raw: IncomingMessage;
  response: ServerResponse;
  method: string;
  url: URL;
  /** Decoded parts of the path by the names in the pattern. */
  params: Record<string, string>;
  /** Who asks, by token; pages look at the session instead. */
  account: Account | undefined;
}

/** What a route answers; a route that has answered itself gives nothing. */
export interface Reply {
  status?: number;
  headers?: Record<string, string | string[]>;
  /** Sent as JSON. */
  json?: unknown;
  body?: string | Buffer;
}

/** Answers a request. */
export type Handler = (request: Request) => Promise<Reply | undefined>;

/** A method and a path such as `/repos/:owner/:repo/contents/*path`. */
export interface Route {
  method: string;
  pattern: string;
  handler: Handler;
}

/** The body as bytes, unpacked. */
export async function readBody(request: Request): Promise<Buffer> {
  const { raw } = request;
  const gzip = raw.headers['content-encoding'] === 'gzip';
  const stream = gzip ? raw.pipe(createGunzip()) : raw;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > MAX_BODY) throw new HostError(413, 'The body is too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Fits a path to a pattern; `*name` takes the rest, slashes included. */
export function matchPath(
  pattern: string,
  path: string,
): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  const wanted = pattern.split('/');
  const given = path.split('/');
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith('*')) {
      const rest = decode(given.slice(index).join('/'));
      if (rest === undefined) return undefined;
      params[part.slice(1)] = rest;
      return params;
    }
    const word = decode(given[index] ?? '');
    if (word === undefined || given[index] === undefined) return undefined;
    if (part.startsWith(':')) {
      if (word === '') return undefined;
      params[part.slice(1)] = word;
    } else if (word !== part) {
      return undefined;
    }
  }
  return wanted.length === given.length ? params : undefined;
}

function decode(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text);
    return decoded.includes('\u0000') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

/** The first route for a method and a path. */
export function findRoute(routes: Route[], method: string, path: string) {
  const verb = method === 'HEAD' ? 'GET' : method;
  let known = false;
  for (const route of routes) {
    const params = matchPath(route.pattern, path);
    if (!params) continue;
    known = true;
    if (route.method === verb) return { handler: route.handler, params };
  }
  return known ? 'method' : undefined;
}

/** Sends what a route answered. */
export function send(request: Request, reply: Reply): void {
  const { response } = request;
  if (response.headersSent) {
    response.end();
    return;
  }
  const isJson = reply.json !== undefined;
  const body = isJson ? `${JSON.stringify(reply.json)}\n` : reply.body ?? '';
  const status = reply.status ?? (body === '' ? 204 : 200);
  response.writeHead(status, {
    ...(isJson && { 'Content-Type': 'application/json;charset=utf-8' }),
    ...(status !== 204 &&
      status !== 304 && { 'Content-Length': Buffer.byteLength(body) }),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    ...reply.headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

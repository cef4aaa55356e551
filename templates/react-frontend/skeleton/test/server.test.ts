import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../server/config.js';
import { buildServer } from '../server/server.js';

const page = '<!doctype html><title>A page</title>';
const asHtml = { accept: 'text/html' };
let web: string;
let server: FastifyInstance | undefined;

async function start(env: NodeJS.ProcessEnv = {}): Promise<FastifyInstance> {
  server = await buildServer(readConfig({ LOG_LEVEL: 'silent', ...env }), web);
  return server;
}

beforeAll(() => {
  web = mkdtempSync(join(tmpdir(), 'web-'));
  mkdirSync(join(web, 'assets'));
  writeFileSync(join(web, 'index.html'), page);
  writeFileSync(join(web, 'assets', 'a.js'), '1');
});
afterAll(() => {
  rmSync(web, { recursive: true });
});
afterEach(() => server?.close());

describe('the server', () => {
  it('gives every page its frame, and caches only what never changes', async () => {
    const it = await start();
    for (const url of ['/', '/orders/1']) {
      const answer = await it.inject({ url, headers: asHtml });
      expect(answer.statusCode).toBe(200);
      expect(answer.payload).toBe(page);
      expect(answer.headers['cache-control']).toBe('no-cache');
      expect(answer.headers['content-security-policy']).toContain("default-src 'self'");
    }
    const asset = await it.inject('/assets/a.js');
    expect(asset.headers['cache-control']).toContain('immutable');
    expect((await it.inject('/assets/gone.js')).statusCode).toBe(404);
    expect((await it.inject('/../package.json')).statusCode).toBe(404);
  });

  it('is alive and ready until it stops, and counts', async () => {
    const it = await start();
    expect((await it.inject('/healthz')).statusCode).toBe(200);
    expect((await it.inject('/readyz')).statusCode).toBe(200);
    it.stopBeingReady();
    expect((await it.inject('/readyz')).statusCode).toBe(503);
    const payload = { message: 'Something broke.', page: '/' };
    const told = await it.inject({ method: 'POST', url: '/client-errors', payload });
    expect(told.statusCode).toBe(204);
    const { payload: metrics } = await it.inject('/metrics');
    expect(metrics).toMatch(/^client_errors_total 1$/m);
    expect(metrics).toContain('http_route="/client-errors",http_response_status_code="204"} 1');
  });

  it('tells the browser where it is', async () => {
    const it = await start({ SERVICE_ENVIRONMENT: 'dev' });
    const answer = await it.inject('/settings.json');
    expect(answer.json()).toEqual({ environment: 'dev', version: 'unknown' });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('passes requests for the API on', async () => {
    const api = http.createServer((request, response) => {
      response.end(`api ${request.url ?? ''}`);
    });
    await new Promise<void>((resolve) => {
      api.listen(0, '127.0.0.1', resolve);
    });
    const { port } = api.address() as AddressInfo;
    const it = await start({ API_URL: `http://127.0.0.1:${String(port)}` });
    expect((await it.inject('/api/orders?limit=1')).payload).toBe('api /orders?limit=1');
    await new Promise((resolve) => api.close(resolve));
    const away = await it.inject('/api/orders');
    expect(away.statusCode).toBeGreaterThanOrEqual(500);
    expect(away.payload).not.toContain('127.0.0.1');
  });
{%- if values.api %}

  it('says so when nobody has said where the API is', async () => {
    const it = await start();
    const answer = await it.inject('/api/orders');
    expect(answer.statusCode).toBe(503);
    expect(answer.payload).toContain('API_URL');
  });
{%- else %}

  it('has an example of its own where there is no API', async () => {
    const it = await start();
    const payload = { customer: 'Ada', lines: [{ sku: 'apple', quantity: 2 }] };
    const placed = await it.inject({ method: 'POST', url: '/api/orders', payload });
    expect(placed.statusCode).toBe(201);
    const { id } = placed.json<{ id: string }>();
    expect((await it.inject('/api/orders')).json()).toEqual({ items: [placed.json()] });
    expect((await it.inject(`/api/orders/${id}`)).json()).toEqual(placed.json());
    expect((await it.inject('/api/orders/none')).statusCode).toBe(404);
  });
{%- endif %}
});

import { describe, expect, it } from 'vitest';
import { MemoryOrderStore } from '../src/orders/MemoryOrderStore.js';
import { testServer } from './testServer.js';

describe('health', () => {
  it('is alive and ready, and not ready any more once it is stopping', async () => {
    const server = await testServer();
    expect((await server.inject('/healthz')).statusCode).toBe(200);
    expect((await server.inject('/readyz')).statusCode).toBe(200);
    server.stopBeingReady();
    const stopping = await server.inject('/readyz');
    expect(stopping.statusCode).toBe(503);
    expect(stopping.json()).toEqual({ status: 'stopping' });
    expect((await server.inject('/healthz')).statusCode).toBe(200);
    await server.close();
  });

  it('names what is missing', async () => {
    const server = await testServer(new MemoryOrderStore(), [
      { name: 'here', check: () => Promise.resolve() },
      { name: 'away', check: () => Promise.reject(new Error('secret details')) },
    ]);
    const answer = await server.inject('/readyz');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({ status: 'unavailable', missing: ['away'] });
    await server.close();
  });

  it('counts requests by route, not by address', async () => {
    const server = await testServer();
    await server.inject('/orders/7f1c2f0e-8d0b-4b62-9d8a-0a6b3b2f8d11');
    await server.inject('/healthz');
    const { payload } = await server.inject('/metrics');
    expect(payload).toMatch(
      /^http_server_request_duration_seconds_count\{http_request_method="GET",http_route="\/orders\/:id",http_response_status_code="404"\} 1$/m,
    );
    expect(payload).not.toContain('http_route="/healthz"');
    expect(payload).toContain('nodejs_heap_size_used_bytes');
    await server.close();
  });
});

import { describe, expect, it } from 'vitest';
import { MemoryOrderStore } from '../src/orders/MemoryOrderStore.js';
import type { Order } from '../src/orders/Order.js';
import { testServer } from './testServer.js';

const apples = { customer: 'Ada', lines: [{ sku: 'apple', quantity: 2 }] };

interface Page {
  items: Order[];
  nextCursor?: string;
}

describe('orders', () => {
  it('are placed, read, shipped and removed', async () => {
    const server = await testServer();
    const placed = await server.inject({ method: 'POST', url: '/orders', payload: apples });
    expect(placed.statusCode).toBe(201);
    const order = placed.json<Order>();
    expect(order).toMatchObject({ ...apples, status: 'open' });
    const url = `/orders/${order.id}`;
    expect(placed.headers.location).toBe(url);
    expect((await server.inject(url)).json()).toEqual(order);

    const shipped = await server.inject({ method: 'PATCH', url, payload: { status: 'shipped' } });
    expect(shipped.json()).toMatchObject({ id: order.id, status: 'shipped' });
    // Saying it twice does no harm, taking it back is too late.
    const again = await server.inject({ method: 'PATCH', url, payload: { status: 'shipped' } });
    expect(again.statusCode).toBe(200);
    const late = await server.inject({ method: 'PATCH', url, payload: { status: 'cancelled' } });
    expect(late.statusCode).toBe(409);
    expect(late.json()).toMatchObject({
      message: 'The order is shipped and cannot become cancelled.',
    });

    expect((await server.inject({ method: 'DELETE', url })).statusCode).toBe(204);
    for (const method of ['GET', 'DELETE'] as const) {
      expect((await server.inject({ method, url })).statusCode).toBe(404);
    }
    await server.close();
  });

  it('come page by page, the newest first, each once', async () => {
    const server = await testServer();
    const all: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const placed = await server.inject({ method: 'POST', url: '/orders', payload: apples });
      all.push(placed.json<Order>().id);
    }
    await server.inject({
      method: 'PATCH',
      url: `/orders/${String(all[0])}`,
      payload: { status: 'cancelled' },
    });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: '2', ...(cursor && { cursor }) };
      const page = (await server.inject({ url: '/orders', query })).json<Page>();
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect([...seen].sort()).toEqual([...all].sort());

    const cancelled = await server.inject({ url: '/orders', query: { status: 'cancelled' } });
    expect(cancelled.json<Page>().items.map(({ id }) => id)).toEqual([all[0]]);
    await server.close();
  });

  it.each([
    ['no customer', { lines: apples.lines }, 'customer'],
    ['no lines', { ...apples, lines: [] }, 'lines'],
    ['half an apple', { ...apples, lines: [{ sku: 'apple', quantity: 0.5 }] }, 'quantity'],
  ])('with %s are refused, and the field is named', async (_, payload, field) => {
    const server = await testServer();
    const answer = await server.inject({ method: 'POST', url: '/orders', payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ message: string }>().message).toContain(field);
    await server.close();
  });

  it.each([
    '/orders?limit=0',
    '/orders?cursor=made-up',
    '/orders/not-an-id',
    '/orders?status=lost',
  ])('asked for by %s are refused', async (url) => {
    const server = await testServer();
    expect((await server.inject(url)).statusCode).toBe(400);
    await server.close();
  });

  it('tell nobody what failed inside', async () => {
    const store = new MemoryOrderStore();
    store.list = () => Promise.reject(new Error('password=secret'));
    const server = await testServer(store);
    const answer = await server.inject('/orders');
    expect(answer.statusCode).toBe(500);
    expect(answer.payload).not.toContain('secret');
    await server.close();
  });
});

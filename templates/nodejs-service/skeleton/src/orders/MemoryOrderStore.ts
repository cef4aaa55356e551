import { randomUUID } from 'node:crypto';
import type { NewOrder, Order, OrderStatus } from './Order.js';
import type { ListOptions, OrderStore } from './OrderStore.js';

function isOlder(a: Pick<Order, 'createdAt' | 'id'>, b: Pick<Order, 'createdAt' | 'id'>): boolean {
  return a.createdAt === b.createdAt ? a.id < b.id : a.createdAt < b.createdAt;
}

/** Keeps orders as long as the process lives. */
export class MemoryOrderStore implements OrderStore {
  readonly #orders = new Map<string, Order>();

  add(order: NewOrder): Promise<Order> {
    const now = new Date().toISOString();
    const added: Order = {
      id: randomUUID(),
      ...order,
      status: 'open',
      createdAt: now,
      updatedAt: now,
    };
    this.#orders.set(added.id, added);
    return Promise.resolve(added);
  }

  get(id: string): Promise<Order | undefined> {
    return Promise.resolve(this.#orders.get(id));
  }

  list({ status, limit, after }: ListOptions): Promise<Order[]> {
    const found = [...this.#orders.values()]
      .filter((order) => !status || order.status === status)
      .filter((order) => !after || isOlder(order, after))
      .sort((a, b) => (isOlder(a, b) ? 1 : -1));
    return Promise.resolve(found.slice(0, limit));
  }

  setStatus(id: string, from: OrderStatus, to: OrderStatus): Promise<Order | undefined> {
    const order = this.#orders.get(id);
    if (order?.status !== from) return Promise.resolve(undefined);
    const changed = { ...order, status: to, updatedAt: new Date().toISOString() };
    this.#orders.set(id, changed);
    return Promise.resolve(changed);
  }

  remove(id: string): Promise<boolean> {
    return Promise.resolve(this.#orders.delete(id));
  }
}

import type { NewOrder, Order, OrderStatus } from './Order.js';

export interface ListOptions {
  status?: OrderStatus;
  limit: number;
  /** The order after which to go on. */
  after?: { createdAt: string; id: string };
}

/** Where orders are kept. Lists begin with the newest. */
export interface OrderStore {
  add(order: NewOrder): Promise<Order>;
  get(id: string): Promise<Order | undefined>;
  list(options: ListOptions): Promise<Order[]>;
  /** Sets the status if it is still `from`; undefined if it is not, or there is no such order. */
  setStatus(id: string, from: OrderStatus, to: OrderStatus): Promise<Order | undefined>;
  /** Whether there was one. */
  remove(id: string): Promise<boolean>;
}

export interface OrderLine {
  sku: string;
  quantity: number;
}

export interface Order {
  id: string;
  customer: string;
  lines: OrderLine[];
  status: string;
  createdAt: string;
}

/** What the API said about a request that failed. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  const answer = await fetch(`/api${path}`, init);
  const body = (await answer.json().catch(() => ({}))) as { message?: string };
  if (!answer.ok) {
    const { status } = answer;
    throw new ApiError(status, body.message ?? `The API answered ${String(status)}.`);
  }
  return body as T;
}

export async function listOrders(signal: AbortSignal): Promise<Order[]> {
  return (await ask<{ items: Order[] }>('/orders', { signal })).items;
}

export function getOrder(id: string, signal: AbortSignal): Promise<Order> {
  return ask(`/orders/${encodeURIComponent(id)}`, { signal });
}

export function placeOrder(order: { customer: string; lines: OrderLine[] }): Promise<Order> {
  return ask('/orders', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
}

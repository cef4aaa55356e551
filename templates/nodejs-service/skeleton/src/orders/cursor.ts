import type { Order } from './Order.js';

const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\|([0-9a-f-]{36})$/;

/** Says where a list ended, for the next page. */
export function writeCursor({ createdAt, id }: Order): string {
  return Buffer.from(`${createdAt}|${id}`).toString('base64url');
}

/** Undefined if it is not one of ours. */
export function readCursor(text: string): { createdAt: string; id: string } | undefined {
  const match = CURSOR.exec(Buffer.from(text, 'base64url').toString());
  const [, createdAt, id] = match ?? [];
  return createdAt && id && !Number.isNaN(Date.parse(createdAt)) ? { createdAt, id } : undefined;
}

import type { ClaimSort } from '../types';
import type { SortPosition } from './sortClaims';

/** Where the next page begins: after this position, under this order. */
export interface Cursor {
  sort: ClaimSort;
  after: SortPosition;
}

/** Writes a cursor as text that needs no escaping in a URL. */
export function encodeCursor(cursor: Cursor): string {
  const { sort, after } = cursor;
  const json = JSON.stringify([sort, after.value, after.place]);
  return btoa(encodeURIComponent(json))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}

/**
 * Reads a cursor.
 *
 * @returns undefined for anything that `encodeCursor` did not write for this order.
 */
export function decodeCursor(
  text: string,
  sort: ClaimSort,
): Cursor | undefined {
  let parts: unknown;
  try {
    const base64 = text.replace(/-/g, '+').replace(/_/g, '/');
    parts = JSON.parse(decodeURIComponent(atob(base64)));
  } catch {
    return undefined;
  }
  if (
    !Array.isArray(parts) ||
    parts.length !== 3 ||
    !parts.every(part => typeof part === 'string') ||
    parts[0] !== sort
  ) {
    return undefined;
  }
  const [, value, place] = parts;
  return { sort, after: { value, place } };
}

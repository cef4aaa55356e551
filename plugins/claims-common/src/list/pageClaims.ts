import type { ClaimSort, ClaimSummary } from '../types';
import { decodeCursor, encodeCursor } from './cursor';
import { comparePositions, sortClaims, sortPosition } from './sortClaims';

/** One page of a list. @public */
export interface ClaimPage {
  items: ClaimSummary[];
  /** How many there are on all pages. */
  totalItems: number;
  /** Absent on the last page. */
  nextCursor?: string;
}

/**
 * Sorts claims and cuts out one page. A cursor names the last claim of the page before, so that
 * claims which come or go in between neither repeat nor hide others.
 *
 * @returns undefined for a cursor that does not belong to this order.
 * @public
 */
export function pageClaims(
  claims: readonly ClaimSummary[],
  options: { sort: ClaimSort; limit: number; cursor?: string },
): ClaimPage | undefined {
  const { sort, limit, cursor } = options;
  const sorted = sortClaims(claims, sort);
  let start = 0;
  if (cursor !== undefined) {
    const decoded = decodeCursor(cursor, sort);
    if (!decoded) {
      return undefined;
    }
    const next = sorted.findIndex(
      claim =>
        comparePositions(sortPosition(claim, sort), decoded.after, sort) > 0,
    );
    start = next === -1 ? sorted.length : next;
  }
  const items = sorted.slice(start, start + limit);
  const last = items.at(-1);
  const hasMore = start + items.length < sorted.length;
  return {
    items,
    totalItems: sorted.length,
    ...(hasMore &&
      last && {
        nextCursor: encodeCursor({ sort, after: sortPosition(last, sort) }),
      }),
  };
}

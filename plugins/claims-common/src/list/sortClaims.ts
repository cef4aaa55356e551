import type { State } from '@cairn/plugin-platform-common';
import type { ClaimSort, ClaimSortKey, ClaimSummary } from '../types';

/** What needs a person comes first. */
const URGENCY: readonly State[] = [
  'failed',
  'needs-attention',
  'waiting',
  'working',
  'deleting',
  'paused',
  'unknown',
  'ready',
];

/** What claims can be sorted by: an allow-list, so that no other field shows through the order. */
const SORT_VALUES: Record<ClaimSortKey, (claim: ClaimSummary) => string> = {
  name: claim => claim.name,
  namespace: claim => claim.namespace,
  owner: claim => claim.owner,
  environment: claim => claim.environment ?? '',
  state: claim => String(URGENCY.indexOf(claim.state.state)),
  createdAt: claim => claim.createdAt,
};

/** Where a claim stands in an order. */
export interface SortPosition {
  value: string;
  /** Unique, so that the order is total. */
  place: string;
}

function isSortKey(text: string): text is ClaimSortKey {
  return Object.hasOwn(SORT_VALUES, text);
}

function parseSort(sort: ClaimSort): { key: ClaimSortKey; sign: 1 | -1 } {
  const sign = sort.startsWith('-') ? -1 : 1;
  const key = sign === -1 ? sort.slice(1) : sort;
  return { key: isSortKey(key) ? key : 'name', sign };
}

/** The position of a claim under an order. */
export function sortPosition(
  claim: ClaimSummary,
  sort: ClaimSort,
): SortPosition {
  const { cluster, offering, namespace, name } = claim;
  return {
    value: SORT_VALUES[parseSort(sort).key](claim),
    place: [cluster, namespace, name, offering].join('/'),
  };
}

function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

/** Compares two positions under an order. Ties go by place, always ascending. */
export function comparePositions(
  a: SortPosition,
  b: SortPosition,
  sort: ClaimSort,
): number {
  return (
    parseSort(sort).sign * compareText(a.value, b.value) ||
    compareText(a.place, b.place)
  );
}

/**
 * The claims in order. Text is compared by code unit: names of Kubernetes are ASCII, and every
 * replica must give the same order.
 *
 * @public
 */
export function sortClaims(
  claims: readonly ClaimSummary[],
  sort: ClaimSort,
): ClaimSummary[] {
  return claims
    .map(claim => ({ claim, position: sortPosition(claim, sort) }))
    .sort((a, b) => comparePositions(a.position, b.position, sort))
    .map(({ claim }) => claim);
}

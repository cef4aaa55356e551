import type { ClaimSummary } from '@cairn/plugin-claims-common';
import type { State } from '@cairn/plugin-platform-common';
import type { SortDescriptor } from '@backstage/ui';
import {
  countOf,
  refName,
  statesByUrgency,
} from '@cairn/plugin-platform-react';
import { engineName, specText } from '../format/claimWords';

/** What the address narrows the list to. */
export interface DatabaseFilters {
  state?: State;
  engine?: string;
  environment?: string;
  search: string;
}

/** The row's place, unique over clusters. */
export function rowId(claim: ClaimSummary): string {
  return `${claim.cluster}/${claim.namespace}/${claim.name}`;
}

/** The claims that answer the filters. Words of the search must all occur somewhere in the row. */
export function filterDatabases(
  claims: ClaimSummary[],
  filters: DatabaseFilters,
): ClaimSummary[] {
  const words = filters.search.toLocaleLowerCase('en-US').split(/\s+/);
  return claims.filter(claim => {
    if (filters.state && claim.state.state !== filters.state) return false;
    if (filters.engine && claim.spec.engine !== filters.engine) return false;
    if (
      filters.environment &&
      (claim.environment ?? 'none') !== filters.environment
    ) {
      return false;
    }
    const text = [
      claim.name,
      claim.namespace,
      claim.cluster,
      refName(claim.owner),
      engineName(claim.spec.engine),
      specText(claim.spec.size),
    ]
      .join(' ')
      .toLocaleLowerCase('en-US');
    return words.every(word => text.includes(word));
  });
}

const sortKeys: Record<string, (claim: ClaimSummary) => string | number> = {
  name: claim => claim.name,
  state: claim => statesByUrgency.indexOf(claim.state.state),
  engine: claim => engineName(claim.spec.engine),
  owner: claim => refName(claim.owner),
  environment: claim => claim.environment ?? '',
  namespace: claim => claim.namespace,
  // The younger first, as with names the lower first.
  createdAt: claim => -Date.parse(claim.createdAt),
};

/** Sorted by a column; ties by place, so that rows do not change places on their own. */
export function sortDatabases(
  claims: ClaimSummary[],
  sort: SortDescriptor,
): ClaimSummary[] {
  const keyOf = sortKeys[String(sort.column)] ?? sortKeys.name;
  const direction = sort.direction === 'descending' ? -1 : 1;
  return [...claims].sort((a, b) => {
    const left = keyOf(a);
    const right = keyOf(b);
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : String(left).localeCompare(String(right), 'en', { numeric: true });
    return order * direction || rowId(a).localeCompare(rowId(b), 'en');
  });
}

/** The answer of the page in one sentence: "3 databases in 1 team, all ready." */
export function summariseDatabases(claims: ClaimSummary[]): string {
  if (claims.length === 0) return 'No databases yet.';
  const teams = new Set(claims.map(claim => claim.owner)).size;
  const start = `${countOf(
    claims.length,
    'database',
    'databases',
  )} in ${countOf(teams, 'team', 'teams')}`;
  const count = (states: State[]) =>
    claims.filter(claim => states.includes(claim.state.state)).length;
  const needing = count(['failed', 'needs-attention']);
  const moving = count(['working', 'waiting', 'deleting']);
  const unclear = count(['unknown', 'paused']);
  const parts = [
    needing > 0 && `${countOf(needing, 'needs', 'need')} attention`,
    moving > 0 && `${moving.toLocaleString('en-GB')} in motion`,
    unclear > 0 && `${unclear.toLocaleString('en-GB')} paused or unknown`,
  ].filter(Boolean);
  if (parts.length === 0) {
    return `${start}, ${claims.length === 1 ? 'ready' : 'all ready'}.`;
  }
  return `${start}, ${parts.join(', ')}.`;
}

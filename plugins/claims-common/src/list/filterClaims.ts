import type { ClaimListFilter, ClaimSummary } from '../types';

function searchText(claim: ClaimSummary): string {
  const values = Object.values(claim.spec).filter(
    value => typeof value === 'string' || typeof value === 'number',
  );
  return [
    claim.name,
    claim.namespace,
    claim.cluster,
    claim.owner,
    claim.kind,
    claim.environment ?? '',
    claim.component ?? '',
    ...values,
  ]
    .join('\n')
    .toLowerCase();
}

function isOneOf<T>(wanted: readonly T[] | undefined, value: T): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.includes(value);
}

/**
 * The claims that match every part of a filter. A part that is left out, or an empty list, matches
 * everything; several values of one part mean any of them; every word of `q` must occur.
 *
 * @public
 */
export function filterClaims(
  claims: readonly ClaimSummary[],
  filter: ClaimListFilter,
): ClaimSummary[] {
  const words = (filter.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return claims.filter(claim => {
    const listed =
      isOneOf(filter.offering, claim.offering) &&
      isOneOf(filter.owner, claim.owner) &&
      isOneOf(filter.namespace, claim.namespace) &&
      isOneOf(filter.cluster, claim.cluster) &&
      isOneOf(filter.state, claim.state.state) &&
      isOneOf<string | undefined>(filter.environment, claim.environment) &&
      isOneOf<string | undefined>(filter.component, claim.component);
    if (!listed || words.length === 0) {
      return listed;
    }
    const text = searchText(claim);
    return words.every(word => text.includes(word));
  });
}

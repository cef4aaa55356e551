import type { State } from '@cairn/plugin-platform-common';
import type { DeliveryRef, DeliverySummary } from '../types';

/** What to list. A part that is left out matches everything; several values mean any of them. @public */
export interface DeliveryListFilter {
  owner?: string[];
  environment?: string[];
  component?: string[];
  cluster?: string[];
  /** Argo CD's words, for example `OutOfSync`. */
  sync?: string[];
  /** Argo CD's words, for example `Degraded`. */
  health?: string[];
  state?: State[];
  /** Words that must all occur. */
  q?: string;
}

function isOneOf<T>(wanted: readonly T[] | undefined, value: T): boolean {
  return !wanted?.length || wanted.includes(value);
}

function searchText(item: DeliverySummary): string {
  return [
    item.name,
    item.namespace,
    item.cluster,
    item.project,
    item.destination.namespace,
    item.owner,
    item.environment,
    item.component,
    ...item.deployed.map(({ revision }) => revision),
  ]
    .join('\n')
    .toLowerCase();
}

/** The Applications that match every part of a filter. @public */
export function filterDeliveries(
  items: readonly DeliverySummary[],
  filter: DeliveryListFilter,
): DeliverySummary[] {
  const words = (filter.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter(
    item =>
      isOneOf<string | undefined>(filter.owner, item.owner) &&
      isOneOf<string | undefined>(filter.environment, item.environment) &&
      isOneOf<string | undefined>(filter.component, item.component) &&
      isOneOf(filter.cluster, item.cluster) &&
      isOneOf(filter.sync, item.sync) &&
      isOneOf(filter.health, item.health) &&
      isOneOf(filter.state, item.state.state) &&
      words.every(word => searchText(item).includes(word)),
  );
}

/** The place of an Application, unique over clusters; also the order of a list: by name first. */
function placeOf({ cluster, namespace, name }: DeliveryRef): string {
  return [name, namespace, cluster].join('/');
}

function compare(one: string, other: string): number {
  if (one === other) {
    return 0;
  }
  return one < other ? -1 : 1;
}

/**
 * One page of a list, in the order of names.
 *
 * @param options - `cursor` is the `nextCursor` of the page before
 * @returns undefined for a cursor that no page has given
 * @public
 */
export function pageDeliveries(
  items: readonly DeliverySummary[],
  options: { limit: number; cursor?: string },
):
  | { items: DeliverySummary[]; totalItems: number; nextCursor?: string }
  | undefined {
  const { limit, cursor } = options;
  let after: string | undefined;
  if (cursor !== undefined) {
    after = decodeCursor(cursor);
    if (after === undefined) {
      return undefined;
    }
  }
  const rest = items
    .map(item => ({ item, place: placeOf(item) }))
    .filter(({ place }) => after === undefined || compare(place, after) > 0)
    .sort((one, other) => compare(one.place, other.place));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ item }) => item),
    totalItems: items.length,
    ...(last && rest.length > limit && { nextCursor: btoa(last.place) }),
  };
}

/** Names of Kubernetes objects are ASCII, so Base64 holds them as they are. */
function decodeCursor(cursor: string): string | undefined {
  try {
    const place = atob(cursor);
    return place.split('/').length === 3 ? place : undefined;
  } catch {
    return undefined;
  }
}

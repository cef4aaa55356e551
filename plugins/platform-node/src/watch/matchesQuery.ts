import type { KubernetesObject } from '@cairn/plugin-platform-common';
import type { CacheChange, CacheQuery } from '../types';

/** Whether an object of the right kind and cluster is one of those a query asks for. */
export function matchesQuery(
  query: CacheQuery,
  object: KubernetesObject,
): boolean {
  const { metadata } = object;
  if (query.name !== undefined && query.name !== metadata.name) {
    return false;
  }
  if (
    query.namespaces &&
    !query.namespaces.includes(metadata.namespace ?? '')
  ) {
    return false;
  }
  return Object.entries(query.labelSelector ?? {}).every(
    ([label, value]) => metadata.labels?.[label] === value,
  );
}

/**
 * A change as one who asked a query sees it: an object whose labels stop matching is deleted for
 * him, one whose labels begin to match is added. Undefined when it does not concern him.
 */
export function narrowChange(
  query: CacheQuery,
  change: CacheChange,
): CacheChange | undefined {
  const before =
    change.previous !== undefined && matchesQuery(query, change.previous);
  const after = change.type !== 'deleted' && matchesQuery(query, change.object);
  if (before && after) {
    return change;
  }
  if (after) {
    return { type: 'added', cluster: change.cluster, object: change.object };
  }
  return before ? { ...change, type: 'deleted' } : undefined;
}

import { resourceKey } from '../storage/StoredObject';
import type { ResourceType } from '../types';

/**
 * Where the objects of a type are kept. Events are one set of objects with two
 * faces, as on a real cluster; every other resource has its own place.
 */
export function storageOf(
  type: Pick<ResourceType, 'group' | 'plural'>,
): string {
  if (type.group === 'events.k8s.io' && type.plural === 'events') {
    return 'events';
  }
  return resourceKey(type.group, type.plural);
}

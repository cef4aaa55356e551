import { parseStored, type StoredObject } from '../storage/StoredObject';
import type { KubeObject } from '../types';

const parsed = new WeakMap<StoredObject, KubeObject>();

/** The parsed object, kept as long as this version of it. Must not be changed. */
export function parseShared(stored: StoredObject): KubeObject {
  let object = parsed.get(stored);
  if (!object) {
    object = parseStored(stored);
    parsed.set(stored, object);
  }
  return object;
}

import { isObject, setField, type JsonObject } from '../json';

/** Applies a JSON merge patch (RFC 7396): maps are merged, `null` removes, anything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) {
    return patch;
  }
  const merged: JsonObject = {};
  for (const [key, value] of Object.entries(isObject(target) ? target : {})) {
    setField(merged, key, value);
  }
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete merged[key];
    } else {
      const before = Object.hasOwn(merged, key) ? merged[key] : undefined;
      setField(merged, key, mergePatch(before, value));
    }
  }
  return merged;
}

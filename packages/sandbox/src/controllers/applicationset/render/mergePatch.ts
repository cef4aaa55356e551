import type { Json, JsonObject } from '../../runtime';
import { isSame } from '../goTemplate/goValues';

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The merge patch that turns one object into another (RFC 7386); undefined when they are alike. */
export function mergePatchBetween(
  from: JsonObject,
  to: JsonObject,
): JsonObject | undefined {
  const patch: JsonObject = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const before = from[key];
    const after = to[key];
    if (after === undefined) {
      if (before !== undefined) patch[key] = null;
    } else if (isObject(before) && isObject(after)) {
      const inner = mergePatchBetween(before, after);
      if (inner) patch[key] = inner;
    } else if (!isSame(before, after)) {
      patch[key] = after;
    }
  }
  return Object.keys(patch).length ? patch : undefined;
}

/** Applies a merge patch (RFC 7386). */
export function applyMergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || value === undefined) delete result[key];
    else result[key] = applyMergePatch(result[key], value);
  }
  return result;
}

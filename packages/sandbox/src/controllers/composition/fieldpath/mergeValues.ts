import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '../../runtime';
import { goTypeName } from '../go/goTypeName';

/** How a patched value meets an existing one. */
export type MergePolicy = {
  /** New values win over existing ones. */
  override: boolean;
  /** Lists are appended instead of kept or replaced. */
  appendArrays: boolean;
};

/**
 * Merges a value into an existing one as the merge library of Crossplane does: existing values win unless overridden;
 * empty existing values (zero, false, "", [], {}) count as absent; an empty object never clears one.
 *
 * @throws Error when a list should be appended to something else
 */
export function mergeValues(
  existing: Json,
  value: Json,
  policy: MergePolicy,
): Json {
  let source = value;
  // Only at the top are elements that are there already not appended again.
  if (policy.appendArrays && Array.isArray(existing) && Array.isArray(value)) {
    source = value.filter(
      item => !existing.some(other => isDeepStrictEqual(other, item)),
    );
  }
  const result: JsonObject = { value: structuredClone(existing) };
  mergeObjects(result, { value: source }, policy);
  return result.value ?? null;
}

function mergeObjects(
  target: JsonObject,
  source: JsonObject,
  policy: MergePolicy,
) {
  const targetWasEmpty = Object.keys(target).length === 0;
  for (const [key, value] of Object.entries(source)) {
    if (value === undefined) continue;
    const old = target[key];
    if (value === null) {
      if (policy.override) target[key] = null;
      continue;
    }
    if (Array.isArray(value)) {
      mergeList({ target, key, value, policy, targetWasEmpty });
      if (Array.isArray(old) && !isEmpty(old)) continue;
    } else if (isMap(value)) {
      if (isMap(old)) mergeObjects(old, value, policy);
      if (isMap(old) && !isEmpty(old)) continue;
    }
    if (policy.override || old === undefined || isEmpty(old)) {
      target[key] = structuredClone(value);
    }
  }
}

function mergeList(options: {
  target: JsonObject;
  key: string;
  value: Json[];
  policy: MergePolicy;
  targetWasEmpty: boolean;
}) {
  const { target, key, value, policy, targetWasEmpty } = options;
  const old = target[key] ?? [];
  if (policy.appendArrays) {
    if (!Array.isArray(old)) {
      throw new Error(
        `failed to merge values: cannot append two slices with different type (${goTypeName(
          value,
        )}, ${goTypeName(old)})`,
      );
    }
    target[key] = [...old, ...structuredClone(value)];
  } else if (policy.override || targetWasEmpty) {
    target[key] = structuredClone(value);
  }
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isMap(value)) return Object.keys(value).length === 0;
  return value === null || value === '' || value === 0 || value === false;
}

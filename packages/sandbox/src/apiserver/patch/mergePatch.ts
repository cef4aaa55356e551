import { isFields } from '../apply/typedSchema';

/** Applies an RFC 7386 merge patch; the target is not changed. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const result: Record<string, unknown> = isFields(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete result[field];
    else {
      // defineProperty: a field may be called __proto__.
      Object.defineProperty(result, field, {
        value: applyMergePatch(
          Object.hasOwn(result, field) ? result[field] : undefined,
          value,
        ),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  return result;
}

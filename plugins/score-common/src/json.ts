/** A JSON object whose fields are not known yet. */
export type JsonObject = Record<string, unknown>;

/** Whether a value is a JSON object (not an array, not null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of an own field, never one of the prototype. */
export function ownField(value: unknown, field: string): unknown {
  return isObject(value) && Object.hasOwn(value, field)
    ? value[field]
    : undefined;
}

/** Orders texts by code units, the same everywhere whatever the locale. */
export function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

/** The entries of a map by key, so that what is made of them does not depend on who wrote it. */
export function sortedEntries<T>(
  map: Record<string, T> | undefined,
): [string, T][] {
  return Object.entries(map ?? {}).sort(([a], [b]) => compareText(a, b));
}

/** Sets a field even when it is called `__proto__`. */
export function setField(target: JsonObject, field: string, value: unknown) {
  Object.defineProperty(target, field, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/** Whether two JSON values say the same, whatever the order of their keys. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return (
      a.length === b.length && a.every((it, index) => isSameJson(it, b[index]))
    );
  }
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every(key => Object.hasOwn(b, key) && isSameJson(a[key], b[key]))
    );
  }
  return a === b;
}

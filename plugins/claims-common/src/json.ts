/** A JSON object whose fields are not known yet. */
export type JsonObject = Record<string, unknown>;

/** Whether a value is a JSON object (not an array, not null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a field, or an empty one when there is none. */
export function objectAt(value: unknown, field: string): JsonObject {
  const inner =
    isObject(value) && Object.hasOwn(value, field) ? value[field] : undefined;
  return isObject(inner) ? inner : {};
}

/** The text at a field, or undefined. */
export function textAt(value: unknown, field: string): string | undefined {
  const inner =
    isObject(value) && Object.hasOwn(value, field) ? value[field] : undefined;
  return typeof inner === 'string' && inner !== '' ? inner : undefined;
}

/** The objects of the array at a field; anything else in it is left out. */
export function objectsAt(value: unknown, field: string): JsonObject[] {
  const inner =
    isObject(value) && Object.hasOwn(value, field) ? value[field] : undefined;
  return Array.isArray(inner) ? inner.filter(isObject) : [];
}

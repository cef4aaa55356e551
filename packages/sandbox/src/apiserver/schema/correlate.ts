import type { SchemaNode } from '../types';
import { itemKeyOf } from './validateListTypes';
import { isObject } from './goValue';
import { ownProperty } from './pruneUnknown';

/** A value beside what it was before; `hadOld` tells a value that was absent from `undefined`. */
export interface Correlated {
  schema: SchemaNode;
  value: unknown;
  old: unknown;
  hadOld: boolean;
}

/** The property or map entry of that name, beside what it was. */
export function correlateProperty(
  parent: Correlated,
  name: string,
): Correlated | undefined {
  const { schema, value, old, hadOld } = parent;
  if (!isObject(value)) return undefined;
  const property =
    (schema.properties && ownProperty(schema.properties, name)) ??
    (isObject(schema.additionalProperties)
      ? (schema.additionalProperties as SchemaNode)
      : undefined);
  if (!property) return undefined;
  const has = hadOld && isObject(old) && Object.hasOwn(old, name);
  return {
    schema: property,
    value: value[name],
    old: has ? old[name] : undefined,
    hadOld: has,
  };
}

/** The item at a position, beside what it was: only map lists can tell. */
export function correlateItem(
  parent: Correlated,
  position: number,
): Correlated | undefined {
  const { schema, value, old, hadOld } = parent;
  if (!Array.isArray(value) || !schema.items) return undefined;
  const item = value[position];
  const none = { schema: schema.items, value: item, old: undefined };
  if (
    !hadOld ||
    !Array.isArray(old) ||
    schema['x-kubernetes-list-type'] !== 'map'
  ) {
    return { ...none, hadOld: false };
  }
  const keyOf = itemKeyOf(schema);
  const wanted = keyOf?.(item);
  const before = old.find(other => keyOf?.(other) === wanted);
  return before === undefined
    ? { ...none, hadOld: false }
    : { ...none, old: before, hadOld: true };
}

import type { SchemaNode, StatusCause } from '../types';
import { duplicate } from './causes';
import { child, index, key } from './fieldPath';
import { goJson, isObject } from './goValue';
import { ownProperty } from './pruneUnknown';

/** Text by which two list items are the same. */
export type ItemKey = (item: unknown) => string;

/** How items of a list are told apart; `undefined` for atomic lists. */
export function itemKeyOf(schema: SchemaNode): ItemKey | undefined {
  switch (schema['x-kubernetes-list-type']) {
    case 'set':
      return goJson;
    case 'map':
      return item => goJson(mapKey(schema, item));
    default:
      return undefined;
  }
}

function mapKey(schema: SchemaNode, item: unknown): Record<string, unknown> {
  const keys: Record<string, unknown> = {};
  for (const name of schema['x-kubernetes-list-map-keys'] ?? []) {
    const value = isObject(item) ? item[name] : undefined;
    const fallback = schema.items?.properties?.[name]?.default;
    if (value ?? fallback) keys[name] = value ?? fallback;
    else if (value !== undefined) keys[name] = value;
  }
  return keys;
}

/** Finds items a set or map list holds twice; each repeated item is told once. */
export function listTypeCauses(
  schema: SchemaNode,
  value: unknown,
  path: string,
): StatusCause[] {
  if (Array.isArray(value)) {
    const causes = duplicates(schema, value, path);
    const { items } = schema;
    if (items) {
      value.forEach((item, i) => {
        causes.push(...listTypeCauses(items, item, index(path, i)));
      });
    }
    return causes;
  }
  if (!isObject(value)) return [];
  return Object.keys(value).flatMap(name => {
    const property = schema.properties
      ? ownProperty(schema.properties, name)
      : undefined;
    if (property)
      return listTypeCauses(property, value[name], child(path, name));
    return isObject(schema.additionalProperties)
      ? listTypeCauses(
          schema.additionalProperties as SchemaNode,
          value[name],
          key(path, name),
        )
      : [];
  });
}

function duplicates(
  schema: SchemaNode,
  value: unknown[],
  path: string,
): StatusCause[] {
  const itemKey = itemKeyOf(schema);
  if (!itemKey) return [];
  const causes: StatusCause[] = [];
  const counts = new Map<string, number>();
  value.forEach((item, i) => {
    const text = itemKey(item);
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    if (count === 2) {
      causes.push(
        duplicate(
          index(path, i),
          schema['x-kubernetes-list-type'] === 'map'
            ? mapKey(schema, item)
            : item,
        ),
      );
    }
  });
  return causes;
}

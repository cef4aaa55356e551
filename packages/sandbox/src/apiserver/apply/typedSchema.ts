import type { SchemaNode } from '../types';
import type { PathElement } from './FieldSet';

/** A JSON object while walking. */
export type Fields = Record<string, unknown>;

/** Ownership rules of metadata, the same for all kinds. */
const METADATA: SchemaNode = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    generateName: { type: 'string' },
    namespace: { type: 'string' },
    uid: { type: 'string' },
    resourceVersion: { type: 'string' },
    generation: { type: 'integer' },
    creationTimestamp: { type: 'string' },
    deletionTimestamp: { type: 'string' },
    deletionGracePeriodSeconds: { type: 'integer' },
    selfLink: { type: 'string' },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    annotations: { type: 'object', additionalProperties: { type: 'string' } },
    finalizers: { type: 'array', 'x-kubernetes-list-type': 'set' },
    ownerReferences: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['uid'],
      items: { type: 'object', 'x-kubernetes-map-type': 'atomic' },
    },
    managedFields: { type: 'array' },
  },
};

/** The schema of a whole object, with the rules of metadata put in. */
export function rootSchema(schema: SchemaNode | undefined): SchemaNode {
  return {
    ...schema,
    properties: {
      ...schema?.properties,
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: METADATA,
    },
  };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether an object or list is owned as a whole. */
export function isAtomic(
  schema: SchemaNode | undefined,
  value: unknown,
): boolean {
  if (Array.isArray(value)) {
    const type = schema?.['x-kubernetes-list-type'];
    return type !== 'set' && type !== 'map';
  }
  return schema?.['x-kubernetes-map-type'] === 'atomic';
}

/** Whether the schema names this field, as opposed to a key of a map. */
export function declaresField(
  schema: SchemaNode | undefined,
  field: string,
): boolean {
  return Object.hasOwn(schema?.properties ?? {}, field);
}

/** The schema below a field, undefined if nothing is known of it. */
export function fieldSchema(
  schema: SchemaNode | undefined,
  field: string,
): SchemaNode | undefined {
  if (declaresField(schema, field)) return schema?.properties?.[field];
  const rest = schema?.additionalProperties;
  return typeof rest === 'object' ? rest : undefined;
}

/** The path element of a list item, by the keys or the value it is known by. */
export function itemElement(
  schema: SchemaNode | undefined,
  item: unknown,
  index: number,
): PathElement {
  switch (schema?.['x-kubernetes-list-type']) {
    case 'set':
      return `v:${JSON.stringify(item)}`;
    case 'map': {
      const keys = [...(schema['x-kubernetes-list-map-keys'] ?? [])].sort();
      const values: Fields = {};
      for (const key of keys) {
        const value = isFields(item) ? item[key] : undefined;
        const fallback = schema.items?.properties?.[key]?.default;
        if ((value ?? fallback) !== undefined) values[key] = value ?? fallback;
      }
      return `k:${JSON.stringify(values)}`;
    }
    default:
      return `i:${index}`;
  }
}

/** The items of a list by their elements; the last of equal ones wins. */
export function itemsByElement(
  schema: SchemaNode | undefined,
  list: readonly unknown[],
): Map<PathElement, unknown> {
  return new Map(
    list.map((item, index) => [itemElement(schema, item, index), item]),
  );
}

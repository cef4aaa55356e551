import type { SchemaNode, StatusCause } from '../types';
import { required } from './causes';
import { child, index, key } from './fieldPath';
import { isObject } from './goValue';
import { ownProperty } from './pruneUnknown';

/**
 * Whole objects inside an object (`x-kubernetes-embedded-resource`) must say
 * what they are.
 */
export function embeddedObjectCauses(
  schema: SchemaNode,
  value: unknown,
  path = '',
): StatusCause[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items
      ? value.flatMap((item, i) =>
          embeddedObjectCauses(items, item, index(path, i)),
        )
      : [];
  }
  if (!isObject(value)) return [];
  const causes: StatusCause[] = [];
  if (schema['x-kubernetes-embedded-resource']) {
    for (const name of ['apiVersion', 'kind']) {
      const text = value[name];
      if (typeof text !== 'string' || text === '') {
        causes.push(required(child(path, name)));
      }
    }
  }
  for (const name of Object.keys(value)) {
    const property = schema.properties
      ? ownProperty(schema.properties, name)
      : undefined;
    if (property) {
      causes.push(
        ...embeddedObjectCauses(property, value[name], child(path, name)),
      );
    } else if (isObject(schema.additionalProperties)) {
      causes.push(
        ...embeddedObjectCauses(
          schema.additionalProperties as SchemaNode,
          value[name],
          key(path, name),
        ),
      );
    }
  }
  return causes;
}

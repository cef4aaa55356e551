import type { SchemaNode } from '../../types';
import {
  atomicMaps,
  atomicTypes,
  defaults,
  mapLists,
  optionalAfterAll,
  patchKeys,
  patchStrategies,
  quantities,
  setLists,
} from './modelHints';
import { type ModelField, readModel } from './readModel';

/** How another type is pointed at: as its schema itself, or by a `$ref`. */
export type Refer = (model: string) => SchemaNode;

/** Types that may hold themselves, or anything; taken as they come. */
const openTypes = new Set(['V1JSONSchemaProps']);

/** `V1PodSpec` to `PodSpec`. */
export function typeName(model: string): string {
  return model.replace(/^(?:[A-Z][a-z]+)??V\d+(?:alpha\d+|beta\d+)?/, '');
}

/**
 * The schema of one API type.
 *
 * @param refer - Called for every type a field holds.
 */
export function buildModelSchema(model: string, refer: Refer): SchemaNode {
  const { description, fields } = readModel(model);
  const name = typeName(model);
  const properties: Record<string, SchemaNode> = {};
  const required: string[] = [];
  for (const field of fields) {
    const path = `${name}.${field.name}`;
    properties[field.name] = {
      ...fieldSchema(field, path, refer),
      ...(field.description && { description: field.description }),
      ...hintsOf(field, path),
    };
    if (field.required && !optionalAfterAll.has(path)) {
      required.push(field.name);
    }
  }
  return {
    ...(description && { description }),
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    ...(atomicTypes.has(name) && { 'x-kubernetes-map-type': 'atomic' }),
  };
}

function hintsOf(field: ModelField, path: string): SchemaNode {
  const hints: SchemaNode = {};
  if (path in defaults) hints.default = defaults[path];
  if (path in mapLists) {
    const keys = mapLists[path].split(' ');
    hints['x-kubernetes-list-type'] = 'map';
    hints['x-kubernetes-list-map-keys'] = keys;
    hints['x-kubernetes-patch-merge-key'] = keys[0];
    hints['x-kubernetes-patch-strategy'] = 'merge';
  } else if (field.type.startsWith('Array<')) {
    hints['x-kubernetes-list-type'] = setLists.has(path) ? 'set' : 'atomic';
  }
  if (path in patchKeys) {
    hints['x-kubernetes-patch-merge-key'] = patchKeys[path];
    hints['x-kubernetes-patch-strategy'] = 'merge';
  }
  if (path in patchStrategies) {
    hints['x-kubernetes-patch-strategy'] = patchStrategies[path];
  }
  if (atomicMaps.has(path)) hints['x-kubernetes-map-type'] = 'atomic';
  return hints;
}

function fieldSchema(
  field: ModelField,
  path: string,
  refer: Refer,
): SchemaNode {
  return typeSchema(field.type, field.format, quantities.has(path), refer);
}

function typeSchema(
  type: string,
  format: string,
  quantity: boolean,
  refer: Refer,
): SchemaNode {
  const list = /^Array<(.*)>$/.exec(type);
  if (list) {
    return {
      type: 'array',
      items: typeSchema(list[1], format, quantity, refer),
    };
  }
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  if (map) {
    return {
      type: 'object',
      additionalProperties: typeSchema(map[1], format, quantity, refer),
    };
  }
  switch (type) {
    case 'string':
      if (quantity) return {};
      return { type: 'string', ...(format && { format }) };
    case 'number':
      return {
        type: format === 'double' ? 'number' : 'integer',
        ...(format && { format }),
      };
    case 'boolean':
      return { type: 'boolean' };
    case 'Date':
    case 'V1MicroTime':
      return { type: 'string', format: 'date-time' };
    case 'IntOrString':
      return { 'x-kubernetes-int-or-string': true };
    case 'any':
    case 'object':
      return { 'x-kubernetes-preserve-unknown-fields': true };
    default:
      return refer(type);
  }
}

const kept = new Map<string, SchemaNode>();

/**
 * The whole schema of an API type, types it holds included. Made at the first
 * call and shared from then on; not to be changed.
 */
export function modelSchema(model: string): SchemaNode {
  const known = kept.get(model);
  if (known) return known;
  const schema = openTypes.has(model)
    ? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
    : buildModelSchema(model, modelSchema);
  kept.set(model, schema);
  return schema;
}

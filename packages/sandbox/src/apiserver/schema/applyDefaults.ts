import type { SchemaNode } from '../types';
import { isObject, jsonClone } from './goValue';
import { ownProperty } from './pruneUnknown';

/**
 * Fills in defaults in place, from the outside in. A `null` where none may be
 * is replaced by the default, or dropped if there is none.
 */
export function applyDefaults(schema: SchemaNode, value: unknown): void {
  fill(schema, value);
  dropNulls(schema, value);
}

function hasDefault(schema: SchemaNode): boolean {
  return schema.default !== undefined;
}

/** Fills in defaults in place, and leaves every `null` that has none. */
export function fillDefaults(schema: SchemaNode, value: unknown): void {
  fill(schema, value);
}

function fill(schema: SchemaNode, value: unknown): void {
  if (Array.isArray(value)) {
    if (!schema.items) return;
    for (let i = 0; i < value.length; i += 1) {
      if (
        value[i] === null &&
        !schema.items.nullable &&
        hasDefault(schema.items)
      ) {
        value[i] = jsonClone(schema.items.default);
      }
      fill(schema.items, value[i]);
    }
    return;
  }
  if (!isObject(value)) return;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (!hasDefault(property)) continue;
    const missing =
      !Object.hasOwn(value, name) ||
      (value[name] === null && !property.nullable);
    if (missing) value[name] = jsonClone(property.default);
  }
  for (const name of Object.keys(value)) {
    const property = schemaOf(schema, name);
    if (!property) continue;
    if (value[name] === null && !property.nullable && hasDefault(property)) {
      value[name] = jsonClone(property.default);
    }
    fill(property, value[name]);
  }
}

function dropNulls(schema: SchemaNode, value: unknown): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items) value.forEach(item => dropNulls(items, item));
    return;
  }
  if (!isObject(value)) return;
  for (const name of Object.keys(value)) {
    const property = schemaOf(schema, name);
    if (!property) continue;
    const declared = schema.properties
      ? Object.hasOwn(schema.properties, name)
      : false;
    if (value[name] === null && declared && !property.nullable) {
      delete value[name];
    } else {
      dropNulls(property, value[name]);
    }
  }
}

function schemaOf(schema: SchemaNode, name: string): SchemaNode | undefined {
  const property = schema.properties && ownProperty(schema.properties, name);
  if (property) return property;
  return isObject(schema.additionalProperties)
    ? (schema.additionalProperties as SchemaNode)
    : undefined;
}

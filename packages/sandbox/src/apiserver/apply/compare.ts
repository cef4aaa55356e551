import type { SchemaNode } from '../types';
import { FieldSet, type PathElement } from './FieldSet';
import { fieldSchema, isAtomic, isFields, itemsByElement } from './typedSchema';
import { sameJson } from './sameJson';

/** What differs between two objects, by path. */
export interface Comparison {
  added: FieldSet;
  modified: FieldSet;
  removed: FieldSet;
}

/** Compares field by field, down to what can be owned. */
export function compareTyped(
  schema: SchemaNode | undefined,
  left: unknown,
  right: unknown,
): Comparison {
  const result: Comparison = {
    added: new FieldSet(),
    modified: new FieldSet(),
    removed: new FieldSet(),
  };
  walk(schema, left, right, [], result);
  return result;
}

function walk(
  schema: SchemaNode | undefined,
  left: unknown,
  right: unknown,
  path: PathElement[],
  result: Comparison,
): void {
  if (left === undefined && right === undefined) return;
  if (left === undefined) {
    result.added.insert(path);
  } else if (right === undefined) {
    result.removed.insert(path);
  }
  const sample = right === undefined || right === null ? left : right;
  const containers =
    (isFields(sample) || Array.isArray(sample)) && !isAtomic(schema, sample);
  const sameShape =
    left === undefined ||
    left === null ||
    right === undefined ||
    right === null ||
    Array.isArray(left) === Array.isArray(right);
  if (!containers || !sameShape || isScalar(left) || isScalar(right)) {
    if (left !== undefined && right !== undefined && !sameJson(left, right)) {
      result.modified.insert(path);
    }
    return;
  }
  const leftParts = parts(schema, left);
  const rightParts = parts(schema, right);
  if (
    leftParts.size === 0 &&
    rightParts.size === 0 &&
    left !== undefined &&
    right !== undefined &&
    !sameJson(left, right)
  ) {
    result.modified.insert(path);
  }
  for (const element of new Set([...leftParts.keys(), ...rightParts.keys()])) {
    const below = element.startsWith('f:')
      ? fieldSchema(schema, element.slice(2))
      : schema?.items;
    walk(
      below,
      leftParts.get(element),
      rightParts.get(element),
      [...path, element],
      result,
    );
  }
}

function isScalar(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'object';
}

function parts(
  schema: SchemaNode | undefined,
  value: unknown,
): Map<PathElement, unknown> {
  if (Array.isArray(value)) return itemsByElement(schema, value);
  if (!isFields(value)) return new Map();
  return new Map(
    Object.entries(value).map(([field, child]) => [`f:${field}`, child]),
  );
}

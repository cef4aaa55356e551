import type { SchemaNode } from '../types';
import type { FieldSet } from './FieldSet';
import { fieldSchema, isAtomic, isFields, itemElement } from './typedSchema';

/**
 * A copy without the members of the set; undefined when nothing is left of a
 * container that lost something.
 */
export function removeFields(
  schema: SchemaNode | undefined,
  value: unknown,
  set: FieldSet,
): unknown {
  if (isAtomic(schema, value)) return value;
  if (isFields(value)) {
    const result: Record<string, unknown> = {};
    for (const [field, child] of Object.entries(value)) {
      const element = `f:${field}`;
      if (set.members.has(element)) continue;
      const below = set.children.get(element);
      const rest =
        below && !below.isEmpty()
          ? removeFields(fieldSchema(schema, field), child, below)
          : child;
      if (rest !== undefined) result[field] = rest;
    }
    return emptied(value, result) ? undefined : result;
  }
  if (Array.isArray(value)) {
    const result: unknown[] = [];
    value.forEach((item, index) => {
      const element = itemElement(schema, item, index);
      if (set.members.has(element)) return;
      const below = set.children.get(element);
      const rest =
        below && !below.isEmpty()
          ? removeFields(schema?.items, item, below)
          : item;
      if (rest !== undefined) result.push(rest);
    });
    return emptied(value, result) ? undefined : result;
  }
  return value;
}

function emptied(before: object, after: object): boolean {
  return Object.keys(before).length > 0 && Object.keys(after).length === 0;
}

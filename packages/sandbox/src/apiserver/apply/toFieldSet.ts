import type { SchemaNode } from '../types';
import { FieldSet } from './FieldSet';
import {
  declaresField,
  fieldSchema,
  isAtomic,
  isFields,
  itemElement,
} from './typedSchema';

/** The fields an applied configuration speaks of. */
export function toFieldSet(
  schema: SchemaNode | undefined,
  value: unknown,
): FieldSet {
  const set = new FieldSet();
  collect(schema, value, set);
  return set;
}

/** Answers true if the value is a leaf, to be owned by its own path. */
function collect(
  schema: SchemaNode | undefined,
  value: unknown,
  set: FieldSet,
): boolean {
  if (isFields(value)) {
    if (isAtomic(schema, value)) return true;
    for (const [field, child] of Object.entries(value)) {
      const element = `f:${field}`;
      const below = new FieldSet();
      const leaf = collect(fieldSchema(schema, field), child, below);
      const empty = isFields(child) && Object.keys(child).length === 0;
      if (leaf || empty || child === null || !declaresField(schema, field)) {
        set.members.add(element);
      }
      if (!below.isEmpty()) set.children.set(element, below);
    }
    return false;
  }
  if (Array.isArray(value)) {
    if (isAtomic(schema, value)) return true;
    value.forEach((item, index) => {
      const element = itemElement(schema, item, index);
      const below = new FieldSet();
      collect(schema?.items, item, below);
      set.members.add(element);
      if (!below.isEmpty()) set.children.set(element, below);
    });
    return false;
  }
  return true;
}

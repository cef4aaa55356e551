import type { SchemaNode } from '../types';
import type { PathElement } from './FieldSet';
import { fieldSchema, isAtomic, isFields, itemsByElement } from './typedSchema';

/**
 * Lays an applied configuration over the live object: maps and keyed lists are
 * merged, everything else is taken from the configuration. Nothing is removed.
 */
export function mergeTyped(
  schema: SchemaNode | undefined,
  live: unknown,
  config: unknown,
): unknown {
  if (config === undefined) return live;
  if (isAtomic(schema, config)) return config;
  if (isFields(config)) {
    if (!isFields(live)) return config;
    const merged = { ...live };
    for (const [field, value] of Object.entries(config)) {
      merged[field] = mergeTyped(
        fieldSchema(schema, field),
        live[field],
        value,
      );
    }
    return merged;
  }
  if (Array.isArray(config) && Array.isArray(live)) {
    return mergeLists(schema, live, config);
  }
  return config;
}

/** Items keep the order of the configuration; live ones stay where they were between them. */
function mergeLists(
  schema: SchemaNode | undefined,
  live: unknown[],
  config: unknown[],
): unknown[] {
  const liveItems = itemsByElement(schema, live);
  const configItems = itemsByElement(schema, config);
  const rest: PathElement[] = [...configItems.keys()];
  const merged: unknown[] = [];
  const takeConfigUpTo = (element: PathElement) => {
    while (rest.includes(element)) {
      const next = rest.shift() as PathElement;
      merged.push(
        mergeTyped(schema?.items, liveItems.get(next), configItems.get(next)),
      );
      if (next === element) return;
    }
  };
  for (const [element, item] of liveItems) {
    if (!configItems.has(element)) merged.push(item);
    else if (rest.includes(element)) takeConfigUpTo(element);
  }
  const last = rest[rest.length - 1];
  if (last !== undefined) takeConfigUpTo(last);
  return merged;
}

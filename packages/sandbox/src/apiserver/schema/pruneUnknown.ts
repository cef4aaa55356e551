import type { SchemaNode } from '../types';
import { child, index, key } from './fieldPath';
import { isObject } from './goValue';

/** Fields every whole object has, root or embedded, whatever its schema says. */
const objectFields = ['apiVersion', 'kind', 'metadata'];

/** Fields of `ObjectMeta`. */
const metadataFields = new Set([
  'annotations',
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'finalizers',
  'generateName',
  'generation',
  'labels',
  'managedFields',
  'name',
  'namespace',
  'ownerReferences',
  'resourceVersion',
  'selfLink',
  'uid',
]);

/**
 * Removes in place what the schema does not know and answers the paths of what
 * was removed. `metadata` of whole objects is left to those who own it.
 */
export function pruneUnknown(
  schema: SchemaNode,
  value: unknown,
  options: { path?: string; wholeObject?: boolean } = {},
): string[] {
  const removed: string[] = [];
  prune(
    schema,
    value,
    options.path ?? '',
    options.wholeObject ?? false,
    false,
    removed,
  );
  return removed.sort();
}

function prune(
  schema: SchemaNode,
  value: unknown,
  path: string,
  wholeObject: boolean,
  keepHere: boolean,
  removed: string[],
): void {
  const keep = keepHere || schema['x-kubernetes-preserve-unknown-fields'];
  if (Array.isArray(value)) {
    value.forEach((item, i) =>
      prune(
        schema.items ?? {},
        item,
        index(path, i),
        schema.items?.['x-kubernetes-embedded-resource'] === true,
        // Without a schema for items a list is kept or emptied as its parent.
        schema.items ? false : keep === true,
        removed,
      ),
    );
    return;
  }
  if (!isObject(value)) return;
  const { additionalProperties } = schema;
  for (const name of Object.keys(value)) {
    if (wholeObject && objectFields.includes(name)) {
      // The metadata of the root is looked after by those who decode it.
      if (path && name === 'metadata') {
        pruneMetadata(value[name], child(path, name), removed);
      }
      continue;
    }
    const property = schema.properties
      ? ownProperty(schema.properties, name)
      : undefined;
    if (property) {
      const embedded = property['x-kubernetes-embedded-resource'] === true;
      prune(property, value[name], child(path, name), embedded, false, removed);
    } else if (isObject(additionalProperties)) {
      const entries = additionalProperties as SchemaNode;
      const embedded = entries['x-kubernetes-embedded-resource'] === true;
      prune(entries, value[name], key(path, name), embedded, false, removed);
    } else if (additionalProperties === true || keep) {
      continue;
    } else {
      delete value[name];
      removed.push(child(path, name));
    }
  }
}

function pruneMetadata(value: unknown, path: string, removed: string[]): void {
  if (!isObject(value)) return;
  for (const name of Object.keys(value)) {
    if (metadataFields.has(name)) continue;
    delete value[name];
    removed.push(child(path, name));
  }
}

/** A property by name, never one of `Object.prototype`. */
export function ownProperty<T>(
  properties: Record<string, T>,
  name: string,
): T | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

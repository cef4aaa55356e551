import { fieldSchema, isFields } from '../apply/typedSchema';
import type { SchemaNode } from '../types';

type Fields = Record<string, unknown>;

/** Merge keys of lists in metadata and wherever a schema says nothing. */
const MERGE_KEYS: Record<string, string> = {
  ownerReferences: 'uid',
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  imagePullSecrets: 'name',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  conditions: 'type',
  secrets: 'name',
};
const SET_LISTS = new Set(['finalizers']);

/**
 * Applies a strategic merge patch; the target is not changed.
 *
 * @remarks
 * Lists merge by the key the schema names (`x-kubernetes-patch-merge-key`), or
 * by a table of the well-known lists where there is no schema. Understood:
 * `$patch: replace|delete|merge`, `$deleteFromPrimitiveList/…`,
 * `$retainKeys` and `$setElementOrder/…` (which only orders). What the patch
 * names comes before what only the target has, unless the target had both in
 * another order.
 */
export function applyStrategicMergePatch(
  schema: SchemaNode | undefined,
  target: unknown,
  patch: unknown,
): unknown {
  if (!isFields(patch)) return patch;
  const directive = patch.$patch;
  if (directive === 'delete') return {};
  const before: Fields =
    isFields(target) && directive !== 'replace' ? target : {};
  const result: Fields = { ...before };
  if (Array.isArray(patch.$retainKeys)) {
    const kept = new Set(patch.$retainKeys);
    for (const field of Object.keys(result)) {
      if (!kept.has(field)) delete result[field];
    }
  }
  for (const [field, value] of Object.entries(patch)) {
    if (field.startsWith('$')) {
      applyDirective(result, field, value);
    } else if (value === null) {
      delete result[field];
    } else {
      const below = fieldSchema(schema, field);
      result[field] = Array.isArray(value)
        ? mergeList(field, below, result[field], value)
        : applyStrategicMergePatch(below, result[field], value);
    }
  }
  orderLists(schema, result, before, patch);
  return result;
}

function applyDirective(
  result: Fields,
  directive: string,
  value: unknown,
): void {
  const field = /^\$deleteFromPrimitiveList\/(.+)$/.exec(directive)?.[1];
  if (!field || !Array.isArray(value) || !Array.isArray(result[field])) return;
  result[field] = (result[field] as unknown[]).filter(
    item => !value.includes(item),
  );
}

function mergeKeyOf(
  field: string,
  schema: SchemaNode | undefined,
): string | undefined {
  const named = schema?.['x-kubernetes-patch-merge-key'];
  if (named && schema['x-kubernetes-patch-strategy']?.includes('merge')) {
    return named;
  }
  if (field === 'ports') {
    return schema ? undefined : 'containerPort';
  }
  return schema?.['x-kubernetes-list-type'] === 'atomic'
    ? undefined
    : MERGE_KEYS[field];
}

function mergeList(
  field: string,
  schema: SchemaNode | undefined,
  target: unknown,
  patch: unknown[],
): unknown[] {
  const before = Array.isArray(target) ? (target as unknown[]) : [];
  const scalars = patch.every(item => !isFields(item));
  const isSet =
    SET_LISTS.has(field) ||
    (schema?.['x-kubernetes-patch-strategy'] === 'merge' &&
      !schema['x-kubernetes-patch-merge-key']);
  if (isSet && scalars) {
    return inOrder([...new Set([...before, ...patch])], patch, before);
  }
  const key = mergeKeyOf(field, schema);
  const items = patch.filter(isFields);
  if (items.some(item => item.$patch === 'replace')) {
    return items.filter(item => !('$patch' in item));
  }
  if (!key || items.length !== patch.length) return patch;

  let result = [...before];
  for (const item of items) {
    const same = (other: unknown) =>
      isFields(other) && other[key] === item[key];
    if (item.$patch === 'delete') {
      result = result.filter(other => !same(other));
      continue;
    }
    const index = result.findIndex(same);
    const merged = applyStrategicMergePatch(
      schema?.items,
      index >= 0 ? result[index] : undefined,
      item,
    );
    if (index >= 0) result[index] = merged;
    else result.push(merged);
  }
  return inOrder(result, items, before, key);
}

/**
 * Puts the items that `order` names into its order, and the others where the
 * target had them: before those they came before, else at the end.
 */
function inOrder(
  items: unknown[],
  order: readonly unknown[],
  target: readonly unknown[],
  key?: string,
): unknown[] {
  const identity = (item: unknown) =>
    JSON.stringify(key && isFields(item) ? item[key] : item);
  const places = (list: readonly unknown[]) =>
    new Map(list.map((item, index) => [identity(item), index]));
  const wanted = places(order);
  const before = places(target);
  const place = (map: Map<string, number>, item: unknown) =>
    map.get(identity(item)) ?? -1;
  const named = items
    .filter(item => wanted.has(identity(item)))
    .sort((a, b) => place(wanted, a) - place(wanted, b));
  const others = items
    .filter(item => !wanted.has(identity(item)))
    .sort((a, b) => place(before, a) - place(before, b));
  const result: unknown[] = [];
  while (named.length > 0 && others.length > 0) {
    const there = place(before, named[0]);
    const first = there >= 0 && place(before, others[0]) < there;
    result.push(first ? others.shift() : named.shift());
  }
  return [...result, ...named, ...others];
}

function orderLists(
  schema: SchemaNode | undefined,
  result: Fields,
  before: Fields,
  patch: Fields,
): void {
  for (const [directive, order] of Object.entries(patch)) {
    const field = /^\$setElementOrder\/(.+)$/.exec(directive)?.[1];
    const list = field ? result[field] : undefined;
    if (!field || !Array.isArray(list) || !Array.isArray(order)) continue;
    const old = before[field];
    result[field] = inOrder(
      list as unknown[],
      order,
      Array.isArray(old) ? (old as unknown[]) : [],
      mergeKeyOf(field, fieldSchema(schema, field)),
    );
  }
}

import { groupVersion } from '../registry/TypeRegistry';
import type { KubeObject, ManagedFieldsEntry, ResourceType } from '../types';
import { formatTime } from '../verbs/formatTime';
import { compareTyped, type Comparison } from './compare';
import { FieldSet } from './FieldSet';
import {
  decodeManagers,
  encodeManagers,
  managerKey,
  type Manager,
} from './Managers';
import { rootSchema } from './typedSchema';

const SERVER_METADATA = [
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'clusterName',
  'generation',
  'managedFields',
  'resourceVersion',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
];

/** Fields that nobody owns, or that the endpoint does not write. */
export function ignoredFields(
  type: ResourceType,
  subresource: string,
): FieldSet {
  const set = new FieldSet();
  set.insert(['f:apiVersion']);
  set.insert(['f:kind']);
  set.insert(['f:metadata']);
  for (const field of SERVER_METADATA) {
    set.insert(['f:metadata', `f:${field}`]);
  }
  if (type.subresources.status && subresource === '') set.insert(['f:status']);
  // The server writes the finalizers of a namespace itself.
  if (type.group === '' && type.plural === 'namespaces') set.insert(['f:spec']);
  return set;
}

/** Takes ignored fields out; `metadata` itself is no member, what is in it may be. */
export function withoutIgnored(set: FieldSet, ignored: FieldSet): FieldSet {
  const whole = new FieldSet();
  for (const part of ['f:status', 'f:spec']) {
    if (ignored.members.has(part)) whole.insert([part]);
  }
  return set.recursiveDifference(whole).difference(ignored);
}

/**
 * Takes what a change touched away from other managers; managers left with
 * nothing go.
 */
export function dispossess(
  managers: Map<string, Manager>,
  comparison: Comparison,
  except?: string,
): void {
  const changed = comparison.modified.union(comparison.added);
  for (const [key, entry] of managers) {
    let { fields } = entry;
    if (key !== except)
      fields = fields.difference(fields.intersection(changed));
    fields = fields.difference(comparison.removed);
    if (fields.isEmpty()) managers.delete(key);
    else managers.set(key, { ...entry, fields });
  }
}

function timeOf(time: string | undefined, subresource: string) {
  return subresource === 'scale' ? undefined : time;
}

/**
 * Managed fields after a create, update or patch.
 *
 * @returns undefined if nobody manages anything
 */
export function trackUpdate(options: {
  type: ResourceType;
  oldObject: KubeObject | undefined;
  newObject: KubeObject;
  /** What the client sent; an empty list resets the account. */
  givenManagedFields?: ManagedFieldsEntry[];
  manager: string;
  subresource: string;
  now: Date;
}): ManagedFieldsEntry[] | undefined {
  const { type, oldObject, newObject, manager, subresource, now } = options;
  const schema = rootSchema(type.schema?.schema);
  const managers = decodeManagers(
    options.givenManagedFields ?? oldObject?.metadata.managedFields,
  );
  // Who changes an object that nobody manages is not kept account of: until it
  // is applied for the first time, it stays so.
  if (oldObject && managers.size === 0) return undefined;
  const before = encodeManagers(managers);
  const comparison = compareTyped(
    schema,
    oldObject ?? type.schema?.empty?.() ?? {},
    newObject,
  );
  const ignored = ignoredFields(type, subresource);
  const relevant: Comparison = {
    added: withoutIgnored(comparison.added, ignored),
    modified: withoutIgnored(comparison.modified, ignored),
    removed: withoutIgnored(comparison.removed, ignored),
  };
  const identity = {
    manager,
    operation: 'Update' as const,
    apiVersion: groupVersion(type),
    subresource,
  };
  const key = managerKey(identity);
  const own = managers.get(key);
  dispossess(managers, relevant, key);
  const fields = (own?.fields ?? new FieldSet())
    .difference(relevant.removed)
    .union(relevant.modified)
    .union(relevant.added);
  if (fields.isEmpty()) {
    managers.delete(key);
  } else {
    const unchanged =
      own &&
      relevant.added.isEmpty() &&
      relevant.modified.isEmpty() &&
      relevant.removed.isEmpty();
    managers.set(key, {
      ...identity,
      // Whoever writes through a Scale is given no time.
      time: timeOf(unchanged ? own.time : formatTime(now), subresource),
      fields,
    });
  }
  const after = encodeManagers(managers);
  if (after.length === 0) return undefined;
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

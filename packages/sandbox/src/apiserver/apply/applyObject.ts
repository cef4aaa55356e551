import { ApiError } from '../errors';
import { groupVersion } from '../registry/TypeRegistry';
import type {
  KubeObject,
  ManagedFieldsEntry,
  ResourceType,
  StatusCause,
} from '../types';
import { formatTime } from '../verbs/formatTime';
import { compareTyped } from './compare';
import { FieldSet, formatPath } from './FieldSet';
import { dispossess, ignoredFields, withoutIgnored } from './managedFields';
import {
  decodeManagers,
  encodeManagers,
  managerKey,
  type Manager,
} from './Managers';
import { mergeTyped } from './mergeTyped';
import { removeFields } from './removeFields';
import { toFieldSet } from './toFieldSet';
import { rootSchema } from './typedSchema';

/** What server-side apply makes of an object. */
export interface ApplyResult {
  object: KubeObject;
  managedFields: ManagedFieldsEntry[];
}

/**
 * Server-side apply: merges the configuration into the live object, removes
 * what this manager applied before and no longer does, and keeps account of
 * who owns what.
 *
 * @param live - undefined when the object is to be created
 * @throws ApiError 409 with a cause per field that another manager owns
 */
export function applyObject(options: {
  type: ResourceType;
  live: KubeObject | undefined;
  config: KubeObject;
  manager: string;
  subresource: string;
  force: boolean;
  now: Date;
}): ApplyResult {
  const { type, config, manager, subresource, force, now } = options;
  const live =
    options.live ??
    ({
      apiVersion: config.apiVersion,
      kind: config.kind,
      metadata: {},
    } as KubeObject);
  const schema = rootSchema(type.schema?.schema);
  const managers = decodeManagers(live.metadata.managedFields);
  const identity = {
    manager,
    operation: 'Apply' as const,
    apiVersion: groupVersion(type),
    subresource,
  };
  const key = managerKey(identity);
  const previous = managers.get(key);
  const ignored = ignoredFields(type, subresource);

  const merged = mergeTyped(schema, live, config) as KubeObject;
  // While pruning, the name and its like count as owned, or they would go too.
  const applied = toFieldSet(schema, config);
  managers.set(key, { ...identity, fields: applied });
  const object = pruneAbandoned({
    schema,
    merged,
    managers,
    last: previous?.fields,
  });

  const fields = withoutIgnored(applied, ignored);
  managers.set(key, { ...identity, fields });

  const comparison = compareTyped(schema, live, object);
  const relevant = {
    added: withoutIgnored(comparison.added, ignored),
    modified: withoutIgnored(comparison.modified, ignored),
    removed: withoutIgnored(comparison.removed, ignored),
  };
  if (!force) {
    const changed = relevant.modified.union(relevant.added);
    refuseConflicts(managers, key, changed);
  }
  dispossess(managers, relevant, key);
  const own = managers.get(key);
  if (own) {
    // Applying what is there already leaves the time as it was, or without one.
    const same = [relevant.added, relevant.modified, relevant.removed].every(
      set => set.isEmpty(),
    );
    managers.set(key, {
      ...own,
      time: options.live && same ? previous?.time : formatTime(now),
    });
  }
  return { object, managedFields: encodeManagers(managers) };
}

function pruneAbandoned(options: {
  schema: ReturnType<typeof rootSchema>;
  merged: KubeObject;
  managers: Map<string, Manager>;
  last: FieldSet | undefined;
}): KubeObject {
  const { schema, merged, managers, last } = options;
  if (!last || last.isEmpty()) return merged;
  const owned = [...managers.values()]
    .reduce((sum, entry) => sum.union(entry.fields), new FieldSet())
    .withNamedParents();
  const lastNamed = last.withNamedParents();
  const all = toFieldSet(schema, merged).withNamedParents();
  const keptAfterRemoval = toFieldSet(
    schema,
    removeFields(schema, merged, lastNamed) ?? {},
  ).withNamedParents();
  const addedBack = removeFields(
    schema,
    merged,
    all.difference(keptAfterRemoval).difference(owned),
  );
  const kept = toFieldSet(schema, addedBack ?? {}).withNamedParents();
  const result = removeFields(
    schema,
    merged,
    all.difference(kept).intersection(lastNamed),
  );
  return (result ?? {}) as KubeObject;
}

function describe(entry: Manager): string {
  const subresource = entry.subresource
    ? ` with subresource ${JSON.stringify(entry.subresource)}`
    : '';
  const name = `${JSON.stringify(entry.manager)}${subresource}`;
  return entry.operation === 'Update'
    ? `${name} using ${entry.apiVersion}`
    : name;
}

function refuseConflicts(
  managers: Map<string, Manager>,
  applying: string,
  changed: FieldSet,
): void {
  const causes: StatusCause[] = [];
  const groups: { who: string; paths: string[] }[] = [];
  for (const [key, entry] of managers) {
    if (key === applying) continue;
    const disputed = [...entry.fields.intersection(changed).paths()];
    if (disputed.length === 0) continue;
    const paths = disputed.map(formatPath);
    groups.push({ who: describe(entry), paths });
    for (const field of paths) {
      causes.push({
        reason: 'FieldManagerConflict',
        message: `conflict with ${describe(entry)}`,
        field,
      });
    }
  }
  if (causes.length === 0) return;
  const plural = causes.length === 1 ? 'conflict' : 'conflicts';
  const text =
    causes.length === 1
      ? `conflict with ${groups[0].who}: ${groups[0].paths[0]}`
      : groups
          .map(
            ({ who, paths }) =>
              `conflicts with ${who}:\n${paths
                .map(path => `- ${path}`)
                .join('\n')}`,
          )
          .join('\n');
  throw ApiError.applyConflict(
    `Apply failed with ${causes.length} ${plural}: ${text}`,
    causes,
  );
}

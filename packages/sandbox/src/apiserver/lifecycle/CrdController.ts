import { trackUpdate } from '../apply/managedFields';
import { CLEANUP, CRDS } from '../registry/crdCleanup';
import {
  hasCondition,
  typesOfCrd,
  type Crd,
  type CrdCondition,
  type CrdNames,
} from '../registry/crdTypes';
import { parseShared } from '../registry/parsedCache';
import { builtinTypes } from '../schema';
import type { Services } from '../Services';
import type { Change } from '../storage/Change';
import type { Draft } from '../storage/Draft';
import {
  parseStored,
  resourceKey,
  storedFromText,
  encodeObject,
} from '../storage/StoredObject';
import type { KubeObject, ResourceType } from '../types';
import { deleteObject } from '../verbs/deleteObject';
import { formatTime } from '../verbs/formatTime';

const CRD_TYPE = builtinTypes.find(
  type => type.kind === 'CustomResourceDefinition',
) as ResourceType;

/**
 * Brings CustomResourceDefinitions to life: accepts their names, establishes
 * them, serves their kinds, and clears their objects away when they are deleted.
 */
export class CrdController {
  constructor(private readonly services: Services) {}

  /** Serves what is established already and starts to follow changes. */
  start(): void {
    const { store } = this.services;
    for (const stored of store.list(CRDS)) {
      this.serve(parseShared(stored) as Crd);
    }
    store.subscribe(changes => this.follow(changes));
    for (const stored of store.list(CRDS)) this.reconcileSoon(stored.name);
  }

  private follow(changes: readonly Change[]): void {
    const emptied = new Set<string>();
    for (const { type, object } of changes) {
      if (object.resource === CRDS) {
        const crd = parseShared(object) as Crd;
        if (type === 'DELETED') {
          this.services.registry.setCustom(object.name, []);
          this.services.watches.endAll(
            resourceKey(crd.spec.group, crd.spec.names.plural),
          );
          // Others may have waited for its names.
          for (const other of this.services.store.list(CRDS)) {
            this.reconcileSoon(other.name);
          }
        } else {
          this.serve(crd);
          this.reconcileSoon(object.name);
        }
      } else if (type === 'DELETED') {
        emptied.add(object.resource);
      }
    }
    for (const resource of emptied) {
      const crd = this.services.store.get(CRDS, '', resource);
      if (crd?.deleting) this.reconcileSoon(crd.name);
    }
  }

  private reconcileSoon(name: string): void {
    this.services.store
      .write(draft => this.reconcile(draft, name))
      .catch(error =>
        this.services.log('error', 'Cannot bring a CRD forward', {
          name,
          cause: String(error),
        }),
      );
  }

  private serve(crd: Crd): void {
    const { registry, store } = this.services;
    if (!hasCondition(crd, 'Established')) return;
    const types = typesOfCrd(crd);
    registry.setCustom(crd.metadata.name ?? '', types);
    const type = types.find(one => one.version === one.storageVersion);
    if (!type?.schema) return;
    // Stored objects read under the schema of now, as on the real server.
    store.rewriteInMemory(resourceKey(type.group, type.plural), stored => {
      const object = parseStored(stored);
      type.schema?.prune(object);
      type.schema?.applyDefaults(object);
      const text = encodeObject(object);
      return text === stored.text
        ? stored
        : storedFromText(stored.resource, object, text, stored.revision);
    });
  }

  private reconcile(draft: Draft, name: string): void {
    const stored = draft.get(CRDS, '', name);
    if (!stored) return;
    const crd = parseStored(stored) as Crd;
    if (crd.metadata.deletionTimestamp) {
      this.clear(draft, crd);
      return;
    }
    const old = structuredClone(crd);
    const conflict = nameConflict(draft, crd);
    crd.status ??= {};
    if (conflict) {
      this.condition(
        crd,
        'NamesAccepted',
        'False',
        conflict.reason,
        conflict.message,
      );
      if (!hasCondition(crd, 'Established')) {
        this.condition(
          crd,
          'Established',
          'False',
          'NotAccepted',
          'not all names are accepted',
        );
      }
    } else {
      crd.status.acceptedNames = structuredClone(crd.spec.names);
      this.condition(
        crd,
        'NamesAccepted',
        'True',
        'NoConflicts',
        'no conflicts found',
      );
      this.condition(
        crd,
        'Established',
        'True',
        'InitialNamesAccepted',
        'the initial names have been accepted',
      );
    }
    if (JSON.stringify(crd) !== JSON.stringify(old)) {
      draft.put(CRDS, this.accountedFor(crd, old));
    }
  }

  /** As the real server writes the status: by a name of its own. */
  private accountedFor(crd: Crd, old: Crd): Crd {
    const managedFields = trackUpdate({
      type: CRD_TYPE,
      oldObject: old,
      newObject: crd,
      manager: 'kube-apiserver',
      subresource: 'status',
      now: this.services.now(),
    });
    return { ...crd, metadata: { ...crd.metadata, managedFields } };
  }

  private clear(draft: Draft, crd: Crd): void {
    const { finalizers = [] } = crd.metadata;
    if (!finalizers.includes(CLEANUP)) return;
    const resource = resourceKey(crd.spec.group, crd.spec.names.plural);
    const type = typesOfCrd({
      ...crd,
      spec: {
        ...crd.spec,
        versions: crd.spec.versions
          .filter(version => version.storage)
          .map(version => ({ ...version, served: true })),
      },
    })[0];
    const objects = [...draft.list(resource)];
    for (const object of objects) {
      deleteObject(
        draft,
        type,
        object,
        { preconditions: {} },
        this.services.now(),
      );
    }
    const left = [...draft.list(resource)].length;
    const before = JSON.stringify(crd);
    if (left > 0) {
      this.condition(
        crd,
        'Terminating',
        'True',
        'InstanceDeletionInProgress',
        'CustomResource deletion is in progress',
      );
      if (JSON.stringify(crd) !== before) draft.put(CRDS, crd);
      return;
    }
    this.condition(
      crd,
      'Terminating',
      'False',
      'InstanceDeletionCompleted',
      'removed all instances',
    );
    const rest = finalizers.filter(finalizer => finalizer !== CLEANUP);
    if (rest.length > 0) crd.metadata.finalizers = rest;
    else delete crd.metadata.finalizers;
    if (rest.length > 0) draft.put(CRDS, crd);
    else draft.remove(CRDS, crd);
  }

  private condition(
    crd: Crd,
    type: string,
    status: CrdCondition['status'],
    reason: string,
    message: string,
  ): void {
    const conditions = [...(crd.status?.conditions ?? [])];
    const index = conditions.findIndex(one => one.type === type);
    const old = conditions[index];
    const next: CrdCondition = {
      type,
      status,
      lastTransitionTime:
        old?.status === status
          ? old.lastTransitionTime
          : formatTime(this.services.now()),
      reason,
      message,
    };
    if (index >= 0) conditions[index] = next;
    else conditions.push(next);
    crd.status = { ...crd.status, conditions };
  }
}

function nameConflict(
  draft: Draft,
  crd: Crd,
): { reason: string; message: string } | undefined {
  const taken: CrdNames[] = [];
  for (const stored of draft.list(CRDS)) {
    const other = parseShared(stored) as KubeObject as Crd;
    if (
      stored.name !== crd.metadata.name &&
      other.spec.group === crd.spec.group &&
      other.status?.acceptedNames?.plural
    ) {
      taken.push(other.status.acceptedNames);
    }
  }
  const {
    plural,
    singular = '',
    shortNames = [],
    kind,
    listKind = '',
  } = crd.spec.names;
  const resources = new Set(
    taken.flatMap(names => [
      names.plural,
      names.singular ?? '',
      ...(names.shortNames ?? []),
    ]),
  );
  const kinds = new Set(
    taken.flatMap(names => [names.kind, names.listKind ?? '']),
  );
  const conflicts: [reason: string, name: string, taken: Set<string>][] = [
    ['PluralConflict', plural, resources],
    ['SingularConflict', singular, resources],
    ...shortNames.map((name): [string, string, Set<string>] => [
      'ShortNamesConflict',
      name,
      resources,
    ]),
    ['KindConflict', kind, kinds],
    ['ListKindConflict', listKind, kinds],
  ];
  // The real controller names the last of several conflicts.
  const found = conflicts.filter(([, name, names]) => names.has(name)).pop();
  return (
    found && {
      reason: found[0],
      message: `${JSON.stringify(found[1])} is already in use`,
    }
  );
}

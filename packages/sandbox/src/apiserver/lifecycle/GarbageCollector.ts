import { trackUpdate } from '../apply/managedFields';
import { groupVersion } from '../registry/TypeRegistry';
import { storageOf } from '../registry/storageOf';
import type { Services } from '../Services';
import type { Change } from '../storage/Change';
import type { Draft } from '../storage/Draft';
import { parseStored, type StoredObject } from '../storage/StoredObject';
import type { KubeObject, OwnerReference, ResourceType } from '../types';
import { deleteObject } from '../verbs/deleteObject';
import { OwnerIndex } from './OwnerIndex';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/**
 * Deletes what no owner holds any more, and finishes foreground and orphaning
 * deletions, with the rules of the real collector.
 */
export class GarbageCollector {
  private readonly index = new OwnerIndex();

  constructor(private readonly services: Services) {}

  /** Looks at everything once and starts to follow changes. */
  start(): void {
    const { store } = this.services;
    const all: StoredObject[] = [];
    for (const resource of store.storedResources()) {
      for (const object of store.list(resource)) {
        this.index.set(object);
        if (object.owners.length > 0 || object.deleting) all.push(object);
      }
    }
    store.subscribe(changes => this.follow(changes));
    this.collectSoon(all);
  }

  private follow(changes: readonly Change[]): void {
    const affected: StoredObject[] = [];
    for (const { type, object, previous } of changes) {
      if (type === 'DELETED') {
        this.index.remove(object);
        affected.push(...this.index.dependentsOf(object.uid));
        // Owners deleting in the foreground may have waited for this one.
        affected.push(...this.ownersOf(object));
        continue;
      }
      this.index.set(object);
      const ownersChanged =
        object.owners.join() !== (previous?.owners ?? []).join();
      if (object.owners.length > 0 && ownersChanged) affected.push(object);
      if (object.deleting) affected.push(object);
      if (previous && ownersChanged) affected.push(...this.ownersOf(previous));
    }
    this.collectSoon(affected);
  }

  private ownersOf(object: StoredObject): StoredObject[] {
    return object.owners
      .map(uid => this.index.byUid(uid))
      .filter(owner => owner !== undefined)
      .filter(owner => owner.deleting);
  }

  private collectSoon(objects: readonly StoredObject[]): void {
    if (objects.length === 0) return;
    const unique = new Map(objects.map(object => [object.uid, object]));
    this.services.store
      .write(draft => {
        for (const object of unique.values()) this.collect(draft, object);
      })
      .catch(error =>
        this.services.log('error', 'Garbage collection failed', {
          cause: String(error),
        }),
      );
  }

  private collect(draft: Draft, seen: StoredObject): void {
    const stored = draft.get(seen.resource, seen.namespace, seen.name);
    if (!stored || stored.uid !== seen.uid) return;
    const type = this.typeOf(stored);
    if (!type) return;
    if (stored.deleting) this.finish(draft, stored);
    else if (stored.owners.length > 0) this.release(draft, type, stored);
  }

  /** An object that is alive but may have lost its owners. */
  private release(
    draft: Draft,
    type: ResourceType,
    stored: StoredObject,
  ): void {
    const object = parseStored(stored);
    const owners = object.metadata.ownerReferences ?? [];
    const states = owners.map(owner => this.stateOf(draft, stored, owner));
    if (states.includes('solid')) {
      if (!states.includes('absent')) return;
      object.metadata.ownerReferences = owners.filter(
        (_, position) => states[position] === 'solid',
      );
      draft.put(storageOf(type), this.accountedFor(type, stored, object));
      return;
    }
    if (states.includes('unknown')) return;
    const waiting = states.includes('waiting');
    const hasDependents = this.index
      .dependentsOf(stored.uid)
      .some(one => draft.get(one.resource, one.namespace, one.name));
    const finalizers = object.metadata.finalizers ?? [];
    deleteObject(
      draft,
      type,
      stored,
      {
        propagationPolicy: policyFor(finalizers, waiting && hasDependents),
        preconditions: { uid: stored.uid },
      },
      this.services.now(),
    );
  }

  /** An object that is being deleted and may wait for its dependents. */
  private finish(draft: Draft, stored: StoredObject): void {
    const object = parseStored(stored);
    const finalizers = object.metadata.finalizers ?? [];
    if (finalizers.includes(ORPHAN)) {
      for (const dependent of this.liveDependents(draft, stored)) {
        const freed = parseStored(dependent);
        freed.metadata.ownerReferences = (
          freed.metadata.ownerReferences ?? []
        ).filter(owner => owner.uid !== stored.uid);
        if (freed.metadata.ownerReferences.length === 0) {
          delete freed.metadata.ownerReferences;
        }
        const dependentType = this.typeOf(dependent);
        draft.put(
          dependent.resource,
          dependentType
            ? this.accountedFor(dependentType, dependent, freed)
            : freed,
        );
      }
      this.dropFinalizer(draft, object, stored.resource, ORPHAN);
    } else if (finalizers.includes(FOREGROUND)) {
      for (const dependent of this.liveDependents(draft, stored)) {
        const dependentType = this.typeOf(dependent);
        if (dependentType && !dependent.deleting) {
          this.release(draft, dependentType, dependent);
        }
      }
      const blocked = this.liveDependents(draft, stored).some(dependent =>
        (parseStored(dependent).metadata.ownerReferences ?? []).some(
          owner => owner.uid === stored.uid && owner.blockOwnerDeletion,
        ),
      );
      if (!blocked) {
        this.dropFinalizer(draft, object, stored.resource, FOREGROUND);
      }
    }
  }

  /** As the controller of a real cluster writes it: by a name of its own. */
  private accountedFor(
    type: ResourceType,
    stored: StoredObject,
    object: KubeObject,
  ): KubeObject {
    const managedFields = trackUpdate({
      type,
      oldObject: parseStored(stored),
      newObject: object,
      manager: 'kube-controller-manager',
      subresource: '',
      now: this.services.now(),
    });
    const { managedFields: _, ...metadata } = object.metadata;
    return {
      ...object,
      metadata: { ...metadata, ...(managedFields && { managedFields }) },
    };
  }

  private liveDependents(draft: Draft, owner: StoredObject): StoredObject[] {
    return this.index
      .dependentsOf(owner.uid)
      .map(one => draft.get(one.resource, one.namespace, one.name))
      .filter(one => one !== undefined)
      .filter(one => one.owners.includes(owner.uid));
  }

  private dropFinalizer(
    draft: Draft,
    object: KubeObject,
    resource: string,
    finalizer: string,
  ): void {
    const rest = (object.metadata.finalizers ?? []).filter(
      one => one !== finalizer,
    );
    if (rest.length > 0) {
      object.metadata.finalizers = rest;
      draft.put(resource, object);
    } else {
      delete object.metadata.finalizers;
      draft.remove(resource, object);
    }
  }

  private stateOf(
    draft: Draft,
    dependent: StoredObject,
    reference: OwnerReference,
  ): 'solid' | 'waiting' | 'absent' | 'unknown' {
    const type = this.services.registry.findKind(
      reference.apiVersion,
      reference.kind,
    );
    // A kind nobody serves may come back, so nothing is decided on it.
    if (!type) return 'unknown';
    const owner = draft.get(
      storageOf(type),
      type.namespaced ? dependent.namespace : '',
      reference.name,
    );
    if (!owner || owner.uid !== reference.uid) return 'absent';
    return owner.deleting &&
      parseStored(owner).metadata.finalizers?.includes(FOREGROUND)
      ? 'waiting'
      : 'solid';
  }

  private typeOf(stored: StoredObject): ResourceType | undefined {
    const { apiVersion, kind } = parseStored(stored);
    const type = this.services.registry.findKind(apiVersion, kind);
    if (type) return type;
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    return this.services.registry
      .all()
      .find(
        one => one.group === group && one.kind === kind && groupVersion(one),
      );
  }
}

/** How an object that lost its last owner goes: as its own finalizers ask, unless dependents wait for it. */
function policyFor(
  finalizers: readonly string[],
  waitedFor: boolean,
): 'Foreground' | 'Orphan' | 'Background' {
  if (waitedFor) return 'Foreground';
  if (finalizers.includes(ORPHAN)) return 'Orphan';
  return finalizers.includes(FOREGROUND) ? 'Foreground' : 'Background';
}

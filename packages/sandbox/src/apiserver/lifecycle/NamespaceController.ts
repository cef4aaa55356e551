import type { Services } from '../Services';
import { storageOf } from '../registry/storageOf';
import type { Change } from '../storage/Change';
import type { Draft } from '../storage/Draft';
import { parseStored, type StoredObject } from '../storage/StoredObject';
import type { JsonObject, KubeObject, ResourceType } from '../types';
import { deleteObject } from '../verbs/deleteObject';
import { formatTime } from '../verbs/formatTime';
import { namespaceConditions, type Leftovers } from './namespaceConditions';

/** Namespaces every cluster has. */
const SYSTEM_NAMESPACES = [
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
];

/** Empties namespaces that are being deleted, and lets them go once they are empty. */
export class NamespaceController {
  constructor(private readonly services: Services) {}

  /** Takes up unfinished work and starts to follow changes. */
  start(): void {
    const { store } = this.services;
    for (const namespace of store.list('namespaces')) {
      if (namespace.deleting) this.emptySoon(namespace.name);
    }
    store.subscribe(changes => this.follow(changes));
  }

  /** Names of the namespaces a new cluster starts with. */
  static get systemNamespaces(): readonly string[] {
    return SYSTEM_NAMESPACES;
  }

  private follow(changes: readonly Change[]): void {
    const names = new Set<string>();
    for (const { type, object } of changes) {
      if (object.resource === 'namespaces') {
        if (object.deleting && type !== 'DELETED') names.add(object.name);
      } else if (type === 'DELETED' && object.namespace) {
        const namespace = this.services.store.get(
          'namespaces',
          '',
          object.namespace,
        );
        if (namespace?.deleting) names.add(namespace.name);
      }
    }
    for (const name of names) this.emptySoon(name);
  }

  private emptySoon(name: string): void {
    this.services.store
      .write(draft => this.empty(draft, name))
      .catch(error =>
        this.services.log('error', 'Cannot empty a namespace', {
          name,
          cause: String(error),
        }),
      );
  }

  private empty(draft: Draft, name: string): void {
    const stored = draft.get('namespaces', '', name);
    if (!stored?.deleting) return;
    const left: Leftovers = [];
    for (const type of this.namespacedTypes()) {
      const resource = storageOf(type);
      const kept: StoredObject[] = [];
      for (const object of [...draft.list(resource, name)]) {
        if (
          !object.deleting &&
          deleteObject(
            draft,
            type,
            object,
            { propagationPolicy: 'Background', preconditions: {} },
            this.services.now(),
          ).gone
        ) {
          continue;
        }
        kept.push(draft.get(resource, name, object.name) ?? object);
      }
      if (kept.length > 0) left.push([type, kept]);
    }
    const namespace = parseStored(stored);
    if (left.length > 0) {
      this.explain(draft, namespace, left);
      return;
    }
    const spec = (namespace.spec ?? {}) as { finalizers?: string[] };
    const rest = (spec.finalizers ?? []).filter(
      finalizer => finalizer !== 'kubernetes',
    );
    namespace.spec = rest.length > 0 ? { ...spec, finalizers: rest } : {};
    const held = rest.length > 0 || namespace.metadata.finalizers?.length;
    if (!held) draft.remove('namespaces', namespace);
    else if ((spec.finalizers ?? []).length !== rest.length) {
      draft.put('namespaces', namespace);
    }
  }

  /** Says what a namespace still waits for. */
  private explain(draft: Draft, namespace: KubeObject, left: Leftovers): void {
    const status = (namespace.status ?? {}) as { conditions?: JsonObject[] };
    const before = status.conditions ?? [];
    const conditions = namespaceConditions(
      left,
      before,
      formatTime(this.services.now()),
    );
    if (JSON.stringify(conditions) === JSON.stringify(before)) return;
    draft.put('namespaces', {
      ...namespace,
      status: { ...status, conditions },
    });
  }

  private namespacedTypes(): ResourceType[] {
    const types = new Map<string, ResourceType>();
    for (const type of this.services.registry.all()) {
      if (!type.namespaced) continue;
      const resource = storageOf(type);
      const known = types.get(resource);
      if (!known || type.version === type.storageVersion) {
        if (!(known && type.group === 'events.k8s.io')) {
          types.set(resource, type);
        }
      }
    }
    return [...types.values()];
  }
}

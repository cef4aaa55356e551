import type {
  Change,
  GroupVersionKind,
  InformerPool,
  KubernetesClient,
  KubernetesObject,
  ObjectRef,
} from '../../runtime';
import { NoKindMatchError } from '../../runtime';
import { groupOf } from '../compare/mergeKeys';
import { resourceKeyOf, trackedBy } from '../tracking';
import { FreshObjects } from './FreshObjects';

/** What the controllers of a kind make of it, as far as Argo CD shows it below it. */
const CHILDREN: Record<string, GroupVersionKind[]> = {
  'apps/Deployment': [
    { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
    { apiVersion: 'v1', kind: 'Pod' },
  ],
  'apps/ReplicaSet': [{ apiVersion: 'v1', kind: 'Pod' }],
  'apps/StatefulSet': [{ apiVersion: 'v1', kind: 'Pod' }],
  'apps/DaemonSet': [{ apiVersion: 'v1', kind: 'Pod' }],
  'batch/CronJob': [
    { apiVersion: 'batch/v1', kind: 'Job' },
    { apiVersion: 'v1', kind: 'Pod' },
  ],
  'batch/Job': [{ apiVersion: 'v1', kind: 'Pod' }],
  '/Service': [{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' }],
};

const MAX_DEPTH = 8;

/** Told of every change of a watched object. */
export type LiveChangeHandler = (change: Change) => void;

/**
 * The objects of all kinds that Applications have, with one watch per kind: by
 * name, by Application and by owner.
 */
export class LiveObjects {
  private readonly caches = new Map<string, FreshObjects>();
  private readonly byInstance = new Map<string, Map<string, ObjectRef>>();
  private readonly byOwner = new Map<string, Map<string, ObjectRef>>();
  private readonly byUid = new Map<string, ObjectRef>();
  private readonly handlers = new Set<LiveChangeHandler>();

  constructor(
    private readonly client: KubernetesClient,
    private readonly pool: InformerPool,
  ) {}

  /** Watches kinds, and those that belong below them. Settles when all have been listed; unknown kinds are left out. */
  async watch(kinds: Iterable<GroupVersionKind>): Promise<void> {
    await Promise.all([...kinds].map(kind => this.watchOne(kind)));
  }

  /** The newest state of an object of a watched kind. */
  get(ref: ObjectRef): KubernetesObject | undefined {
    return this.caches.get(idOf(ref))?.get(ref);
  }

  /** The objects that say they belong to an Application. */
  ofInstance(instance: string): KubernetesObject[] {
    const refs = this.byInstance.get(instance);
    if (!refs) return [];
    return [...refs.values()]
      .map(ref => this.get(ref))
      .filter(object => object !== undefined)
      .filter(object => trackedBy(object)?.instance === instance);
  }

  /** The objects that an object owns. */
  childrenOf(owner: KubernetesObject): KubernetesObject[] {
    const refs = this.byOwner.get(owner.metadata.uid ?? '');
    if (!refs) return [];
    return [...refs.values()]
      .map(ref => this.get(ref))
      .filter(object => object !== undefined);
  }

  /** Whether the kind is watched; not so for kinds that the cluster does not serve. */
  knows(gvk: GroupVersionKind): boolean {
    return this.caches.has(idOf(gvk));
  }

  /** The Application an object belongs to, by its own mark or through its owners. */
  instanceOf(object: KubernetesObject, depth = 0): string | undefined {
    const tracked = trackedBy(object);
    if (tracked?.self) return tracked.instance;
    if (depth > MAX_DEPTH) return undefined;
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const ref = this.byUid.get(uid);
      const owner = ref && this.get(ref);
      const found = owner && this.instanceOf(owner, depth + 1);
      if (found) return found;
    }
    return undefined;
  }

  onChange(handler: LiveChangeHandler): () => void {
    this.handlers.add(handler);
    return () => this.handlers.delete(handler);
  }

  /** Notes what the server answered to a write, before the watch tells. */
  remember(object: KubernetesObject): void {
    const cache = this.caches.get(idOf(object));
    if (!cache) return;
    cache.remember(object);
    this.index(object);
  }

  /** Notes that an object is gone, before the watch tells. */
  forget(object: KubernetesObject): void {
    this.caches.get(idOf(object))?.forget(object);
  }

  private async watchOne(gvk: GroupVersionKind): Promise<void> {
    const id = idOf(gvk);
    if (!this.caches.has(id)) {
      try {
        await this.client.discovery.resourceOf(gvk.apiVersion, gvk.kind);
      } catch (error) {
        if (error instanceof NoKindMatchError) return;
        throw error;
      }
    }
    if (!this.caches.has(id)) {
      const informer = this.pool.of(gvk.apiVersion, gvk.kind);
      this.caches.set(id, new FreshObjects(informer));
      informer.onChange(change => this.changed(change));
    }
    await this.pool.of(gvk.apiVersion, gvk.kind).synced;
    const below = CHILDREN[`${groupOf(gvk.apiVersion)}/${gvk.kind}`] ?? [];
    await Promise.all(below.map(child => this.watchOne(child)));
  }

  private changed(change: Change): void {
    if (change.previous) this.unindex(change.previous);
    if (change.type === 'deleted') this.unindex(change.object);
    else this.index(change.object);
    for (const handler of this.handlers) handler(change);
  }

  private index(object: KubernetesObject): void {
    const { apiVersion, kind, metadata } = object;
    const { namespace, name = '' } = metadata;
    const ref = { apiVersion, kind, namespace, name };
    const key = resourceKeyOf(object);
    const tracked = trackedBy(object);
    this.byUid.set(metadata.uid ?? '', ref);
    if (tracked?.self) {
      entry(this.byInstance, tracked.instance).set(key, ref);
    }
    for (const { uid } of metadata.ownerReferences ?? []) {
      entry(this.byOwner, uid).set(key, ref);
    }
  }

  private unindex(object: KubernetesObject): void {
    const key = resourceKeyOf(object);
    const tracked = trackedBy(object);
    this.byUid.delete(object.metadata.uid ?? '');
    if (tracked) drop(this.byInstance, tracked.instance, key);
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      drop(this.byOwner, uid, key);
    }
  }
}

function idOf({ apiVersion, kind }: GroupVersionKind): string {
  return `${apiVersion}/${kind}`;
}

function entry<V>(maps: Map<string, Map<string, V>>, id: string) {
  const known = maps.get(id) ?? new Map<string, V>();
  maps.set(id, known);
  return known;
}

function drop<V>(maps: Map<string, Map<string, V>>, id: string, key: string) {
  const known = maps.get(id);
  known?.delete(key);
  if (known?.size === 0) maps.delete(id);
}

import { randomUUID } from 'node:crypto';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  ENVIRONMENT_LABEL,
  OWNER_LABEL,
  ownerLabelToGroupRef,
  type KubernetesObject,
  type SourceHealth,
  type TenantNamespace,
} from '@cairn/plugin-platform-common';
import type {
  CacheChange,
  CachedObject,
  CacheQuery,
  GroupKind,
  NamespaceTenancy,
  UserCredentials,
  UserKubernetesClient,
  WatchCache,
} from '@cairn/plugin-platform-node';

type Review = Parameters<UserKubernetesClient['can']>[0] & { user: string };

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
}

function matches(
  { group, kind, namespaces, name }: CacheQuery,
  object: KubernetesObject,
): boolean {
  return (
    groupOf(object.apiVersion) === group &&
    object.kind === kind &&
    (!namespaces || namespaces.includes(object.metadata.namespace ?? '')) &&
    (name === undefined || object.metadata.name === name)
  );
}

/** The platform services over objects in memory: one cluster whose rules a test sets. */
export class MemoryPlatform
  implements WatchCache, UserKubernetesClient, NamespaceTenancy
{
  readonly cluster = 'sandbox';
  readonly objects = new Map<string, KubernetesObject>();
  /** What a person may do on the cluster; everything unless a test says otherwise. */
  allows: (review: Review) => boolean = () => true;
  /** Called before anything is stored; throws to refuse. */
  admit: (object: KubernetesObject) => void = () => {};
  /** While set the cluster answers nothing. */
  isDown = false;
  /** Kinds whose source is not in sync. */
  stale = new Set<string>();
  /** Objects of these kinds have not arrived in the cache yet. */
  unseen = new Set<string>();
  readonly #listeners = new Set<{
    query: CacheQuery;
    listener: (change: CacheChange) => void;
  }>();
  #clock = Date.parse('2026-03-02T09:00:00Z');

  #key(object: KubernetesObject): string {
    const { name, namespace } = object.metadata;
    return [groupOf(object.apiVersion), object.kind, namespace, name].join('|');
  }

  /** Stores an object as the cluster itself would, and tells those who watch. */
  put(object: KubernetesObject): KubernetesObject {
    const key = this.#key(object);
    const previous = this.objects.get(key);
    const stored: KubernetesObject = {
      ...structuredClone(object),
      metadata: {
        uid: previous?.metadata.uid ?? randomUUID(),
        creationTimestamp: new Date((this.#clock += 1000)).toISOString(),
        ...structuredClone(object.metadata),
      },
    };
    this.objects.set(key, stored);
    this.#tell({
      type: previous ? 'modified' : 'added',
      cluster: this.cluster,
      object: stored,
      ...(previous && { previous }),
    });
    return stored;
  }

  remove(object: KubernetesObject): void {
    this.objects.delete(this.#key(object));
    this.#tell({ type: 'deleted', cluster: this.cluster, object });
  }

  /** WatchCache.list and NamespaceTenancy.list and UserKubernetesClient.list share a name. */
  list(): Promise<{ items: TenantNamespace[]; sources: SourceHealth[] }>;
  list(
    query: CacheQuery,
  ): Promise<{ items: CachedObject[]; sources: SourceHealth[] }>;
  list(
    query: GroupKind & { cluster: string; namespace?: string },
    options: { credentials: UserCredentials },
  ): Promise<KubernetesObject[]>;
  async list(
    query?: CacheQuery & { namespace?: string },
    options?: { credentials: UserCredentials },
  ): Promise<unknown> {
    if (!query) {
      return this.#tenants();
    }
    if (options) {
      throw new Error('not used by claims');
    }
    return this.#cached(query);
  }

  subscribe(
    query: CacheQuery,
    listener: (change: CacheChange) => void,
  ): () => void {
    const entry = { query, listener };
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  health(): SourceHealth[] {
    return [];
  }

  async find(ref: {
    cluster: string;
    namespace: string;
  }): Promise<TenantNamespace | undefined> {
    return this.#tenants().items.find(
      ({ cluster, name }) => cluster === ref.cluster && name === ref.namespace,
    );
  }

  async apply(
    object: KubernetesObject,
    options: Parameters<UserKubernetesClient['apply']>[1],
  ): Promise<{ object: KubernetesObject; warnings: string[] }> {
    const { name, namespace } = object.metadata;
    const kind = { group: groupOf(object.apiVersion), kind: object.kind };
    this.#check('create', { ...kind, name, namespace }, options);
    this.admit(object);
    if (options.createOnly && this.objects.has(this.#key(object))) {
      throw new ConflictError('There is one already');
    }
    return {
      object: options.dryRun
        ? { ...object, metadata: { ...object.metadata, uid: randomUUID() } }
        : this.put(object),
      warnings: [],
    };
  }

  async get(
    ref: GroupKind & { cluster: string; namespace?: string; name: string },
    options: { credentials: UserCredentials },
  ): Promise<KubernetesObject> {
    this.#check('get', ref, options);
    const { group, kind, namespace, name } = ref;
    const found = this.objects.get([group, kind, namespace, name].join('|'));
    if (!found) {
      throw new NotFoundError(`There is no ${kind} "${name}"`);
    }
    return found;
  }

  async delete(
    ref: GroupKind & {
      cluster: string;
      namespace?: string;
      name: string;
      uid: string;
    },
    options: { credentials: UserCredentials },
  ): Promise<void> {
    this.#check('delete', ref, options);
    const { group, kind, namespace, name } = ref;
    const found = this.objects.get([group, kind, namespace, name].join('|'));
    if (!found) {
      throw new NotFoundError(`There is no ${kind} "${name}"`);
    }
    if (found.metadata.uid !== ref.uid) {
      throw new ConflictError('Precondition failed: UID');
    }
    this.remove(found);
  }

  async can(
    attributes: Parameters<UserKubernetesClient['can']>[0],
    { credentials }: { credentials: UserCredentials },
  ): Promise<boolean> {
    if (this.isDown) {
      throw new ServiceUnavailableError('Cluster "sandbox" does not answer');
    }
    const user = credentials.principal.userEntityRef;
    return this.allows({ ...attributes, user });
  }

  #check(
    verb: string,
    ref: GroupKind & { namespace?: string; name: string },
    { credentials }: { credentials: UserCredentials },
  ): void {
    if (this.isDown) {
      throw new ServiceUnavailableError('Cluster "sandbox" does not answer');
    }
    const user = credentials.principal.userEntityRef;
    if (!this.allows({ ...ref, cluster: this.cluster, verb, user })) {
      throw new NotAllowedError(
        `You may not ${verb} ${ref.kind} in namespace ${ref.namespace} on cluster "sandbox"`,
      );
    }
  }

  #cached(query: CacheQuery): {
    items: CachedObject[];
    sources: SourceHealth[];
  } {
    if (query.kind === 'Secret') {
      throw new NotAllowedError('Secrets are never held by the portal');
    }
    const isHere =
      query.cluster === undefined || query.cluster === this.cluster;
    const items = [...this.objects.values()]
      .filter(
        object =>
          isHere && !this.unseen.has(object.kind) && matches(query, object),
      )
      .map(object => ({ cluster: this.cluster, object }));
    return { items, sources: [this.#source(query.kind)] };
  }

  #source(kind: string): SourceHealth {
    const resource = `${kind.toLocaleLowerCase('en')}s`;
    return this.stale.has(kind)
      ? {
          cluster: this.cluster,
          resource,
          state: 'stale',
          error: 'The cluster does not answer.',
        }
      : { cluster: this.cluster, resource, state: 'synced' };
  }

  #tenants(): { items: TenantNamespace[]; sources: SourceHealth[] } {
    const { items, sources } = this.#cached({ group: '', kind: 'Namespace' });
    return {
      items: items.flatMap(({ object: { metadata } }) => {
        const owner = ownerLabelToGroupRef(
          metadata.labels?.[OWNER_LABEL] ?? '',
        );
        const environment = metadata.labels?.[ENVIRONMENT_LABEL];
        const { name } = metadata;
        return owner
          ? [{ cluster: this.cluster, name, owner, environment }]
          : [];
      }),
      sources,
    };
  }

  #tell(change: CacheChange): void {
    for (const { query, listener } of this.#listeners) {
      if (matches(query, change.object)) {
        listener(change);
      }
    }
  }
}

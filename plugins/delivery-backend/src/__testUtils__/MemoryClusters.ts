import { NotFoundError } from '@backstage/errors';
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
  Cluster,
  ClusterRegistry,
  NamespaceTenancy,
  WatchCache,
} from '@cairn/plugin-platform-node';

/** The platform services over objects in memory, on two clusters; a test says what they hold. */
export class MemoryClusters {
  readonly #objects: CachedObject[] = [];
  readonly #listeners = new Set<(change: CacheChange) => void>();
  /** Clusters that cannot be read, and since when. */
  readonly down = new Map<string, string>();

  readonly clusters: ClusterRegistry = {
    list: (): Cluster[] => [
      { name: 'hub', url: 'https://hub.example.org' },
      { name: 'spoke', url: 'https://spoke.example.org:6443' },
    ],
    get: name => {
      throw new NotFoundError(`not asked for in these tests: ${name}`);
    },
  };

  readonly cache: WatchCache = {
    list: async query => ({
      items: this.#find(query),
      sources: this.clusters
        .list()
        .map(({ name }) => this.#source(name, query)),
    }),
    subscribe: (_query, listener) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
    health: () => [],
  };

  readonly tenancy: NamespaceTenancy = {
    list: async () => ({ items: this.#tenants(), sources: [] }),
    find: async ref =>
      this.#tenants().find(
        ({ cluster, name }) =>
          cluster === ref.cluster && name === ref.namespace,
      ),
  };

  put(cluster: string, object: KubernetesObject): void {
    this.#objects.push({ cluster, object });
    for (const listener of this.#listeners) {
      listener({ type: 'added', cluster, object });
    }
  }

  namespace(cluster: string, name: string, owner: string, environment: string) {
    this.put(cluster, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name,
        labels: { [OWNER_LABEL]: owner, [ENVIRONMENT_LABEL]: environment },
      },
    });
  }

  #find({ kind, cluster }: CacheQuery): CachedObject[] {
    return this.#objects.filter(
      item =>
        item.object.kind === kind &&
        (cluster === undefined || item.cluster === cluster),
    );
  }

  #source(cluster: string, { kind, group }: CacheQuery): SourceHealth {
    const resource = `${kind.toLowerCase()}s.${group}`;
    const staleSince = this.down.get(cluster);
    return staleSince
      ? {
          cluster,
          resource,
          state: 'stale',
          staleSince,
          error: 'The cluster does not answer.',
        }
      : { cluster, resource, state: 'synced' };
  }

  #tenants(): TenantNamespace[] {
    return this.#find({ group: '', kind: 'Namespace' }).flatMap(
      ({ cluster, object: { metadata } }) => {
        const owner = ownerLabelToGroupRef(
          metadata.labels?.[OWNER_LABEL] ?? '',
        );
        const environment = metadata.labels?.[ENVIRONMENT_LABEL];
        return owner
          ? [{ cluster, name: metadata.name, owner, environment }]
          : [];
      },
    );
  }
}

import {
  ENVIRONMENT_LABEL,
  OWNER_LABEL,
  ownerLabelToGroupRef,
} from '@cairn/plugin-platform-common';
import type {
  SourceHealth,
  TenantNamespace,
} from '@cairn/plugin-platform-common';
import type { CachedObject, NamespaceTenancy, WatchCache } from '../types';

const NAMESPACE = { group: '', kind: 'Namespace' };

function readTenant({
  cluster,
  object,
}: CachedObject): TenantNamespace | undefined {
  const { labels, name } = object.metadata;
  const owner = ownerLabelToGroupRef(labels?.[OWNER_LABEL] ?? '');
  if (owner === undefined) {
    return undefined;
  }
  const environment = labels?.[ENVIRONMENT_LABEL];
  return {
    cluster,
    name,
    owner,
    ...(environment ? { environment } : {}),
  };
}

/** Reads the owner of a namespace from its label, out of the watch cache. */
export class DefaultNamespaceTenancy implements NamespaceTenancy {
  readonly #cache: WatchCache;

  static create(options: { cache: WatchCache }): DefaultNamespaceTenancy {
    return new DefaultNamespaceTenancy(options.cache);
  }

  private constructor(cache: WatchCache) {
    this.#cache = cache;
  }

  async list(): Promise<{
    items: TenantNamespace[];
    sources: SourceHealth[];
  }> {
    const { items, sources } = await this.#cache.list(NAMESPACE);
    return {
      items: items.map(readTenant).filter(item => item !== undefined),
      sources,
    };
  }

  async find(ref: {
    cluster: string;
    namespace: string;
  }): Promise<TenantNamespace | undefined> {
    const { items } = await this.#cache.list({
      ...NAMESPACE,
      cluster: ref.cluster,
      namespaces: [''],
      name: ref.namespace,
    });
    return items.map(readTenant)[0];
  }
}

import type { WatchCache } from '@cairn/plugin-platform-node';
import { provisionersOf, type Provisioner } from '@cairn/plugin-score-common';

const GROUP = 'apiextensions.crossplane.io';

/** What the platform provides to workloads, as the clusters say now. */
export class ProvisionerReader {
  readonly #cache: WatchCache;

  static create(options: { cache: WatchCache }): ProvisionerReader {
    return new ProvisionerReader(options.cache);
  }

  private constructor(cache: WatchCache) {
    this.#cache = cache;
  }

  /** Of several clusters, a definition counts once: the first cluster's. */
  async read(): Promise<{
    provisioners: Provisioner[];
    /** For people: definitions that offer nothing, and clusters that cannot be read. */
    hints: string[];
  }> {
    const [definitions, compositions] = await Promise.all([
      this.#cache.list({ group: GROUP, kind: 'CompositeResourceDefinition' }),
      this.#cache.list({ group: GROUP, kind: 'Composition' }),
    ]);
    const clusterOf = new Map<string, string>();
    for (const { cluster, object } of definitions.items) {
      const { name } = object.metadata;
      clusterOf.set(name, clusterOf.get(name) ?? cluster);
    }
    const used = new Set(clusterOf.values());
    const { items, problems } = provisionersOf({
      xrds: definitions.items
        .filter(it => clusterOf.get(it.object.metadata.name) === it.cluster)
        .map(it => it.object),
      compositions: compositions.items
        .filter(it => used.has(it.cluster))
        .map(it => it.object),
    });
    const unread = definitions.sources
      .filter(({ state }) => state !== 'synced')
      .map(
        ({ cluster, error }) =>
          `What cluster ${cluster} offers cannot be read just now${
            error ? `: ${error}` : '.'
          }`,
      );
    return { provisioners: items, hints: [...problems, ...unread] };
  }
}

import { NotFoundError } from '@backstage/errors';
import {
  parseOffering,
  type Offering,
  type OfferingList,
} from '@cairn/plugin-claims-common';
import type { CachedObject, WatchCache } from '@cairn/plugin-platform-node';

const GROUP = 'apiextensions.crossplane.io';
/** Kind of Crossplane's definitions. */
export const DEFINITION = { group: GROUP, kind: 'CompositeResourceDefinition' };
const COMPOSITION = { group: GROUP, kind: 'Composition' };

function byCluster(items: readonly CachedObject[]) {
  const clusters = new Map<string, CachedObject['object'][]>();
  for (const { cluster, object } of items) {
    clusters.set(cluster, [...(clusters.get(cluster) ?? []), object]);
  }
  return clusters;
}

/** Reads what can be requested from the Crossplane definitions of the clusters. */
export class OfferingReader {
  readonly #cache: WatchCache;

  static create(options: { cache: WatchCache }): OfferingReader {
    return new OfferingReader(options.cache);
  }

  private constructor(cache: WatchCache) {
    this.#cache = cache;
  }

  /** Every offering of every cluster that can be read, by title, then cluster. */
  async list(query: { cluster?: string } = {}): Promise<OfferingList> {
    const [definitions, compositions] = await Promise.all([
      this.#cache.list({ ...DEFINITION, ...query }),
      this.#cache.list({ ...COMPOSITION, ...query }),
    ]);
    const compositionsOf = byCluster(compositions.items);
    const items = definitions.items
      .map(({ cluster, object }) =>
        parseOffering({
          cluster,
          xrd: object,
          compositions: compositionsOf.get(cluster) ?? [],
        }),
      )
      .filter(offering => offering !== undefined)
      .sort(
        (a, b) =>
          a.title.localeCompare(b.title, 'en') ||
          a.id.localeCompare(b.id, 'en') ||
          a.cluster.localeCompare(b.cluster, 'en'),
      );
    return { items, sources: definitions.sources };
  }

  /**
   * One offering, of the first cluster that has it unless one is named.
   *
   * @throws NotFoundError
   */
  async get(query: { offering: string; cluster?: string }): Promise<Offering> {
    const found = await this.find(query);
    if (!found) {
      throw new NotFoundError(
        query.cluster === undefined
          ? `Nothing called "${query.offering}" is offered.`
          : `Nothing called "${query.offering}" is offered on cluster "${query.cluster}".`,
      );
    }
    return found;
  }

  /** Like `get`, undefined when there is none. */
  async find(query: {
    offering: string;
    cluster?: string;
  }): Promise<Offering | undefined> {
    const { items } = await this.list();
    return items.find(
      ({ id, cluster }) =>
        id === query.offering &&
        (query.cluster === undefined || cluster === query.cluster),
    );
  }
}

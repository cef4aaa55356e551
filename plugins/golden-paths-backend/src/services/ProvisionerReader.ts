import {
  MONTHLY_PRICES_ANNOTATION,
  readMonthlyPrices,
  type MonthlyPrices,
  type ProvisionerList,
} from '@cairn/plugin-golden-paths-common';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { mergeSources, type WatchCache } from '@cairn/plugin-platform-node';
import { provisionersOf } from '@cairn/plugin-score-common';

const GROUP = 'apiextensions.crossplane.io';

/** Of an object that several clusters have, the one of the first cluster by name. */
function uniqueByName(
  items: readonly { cluster: string; object: KubernetesObject }[],
): KubernetesObject[] {
  const found = new Map<string, KubernetesObject>();
  const inOrder = [...items].sort((one, other) =>
    one.cluster < other.cluster ? -1 : 1,
  );
  for (const { object } of inOrder) {
    if (!found.has(object.metadata.name)) {
      found.set(object.metadata.name, object);
    }
  }
  return [...found.values()];
}

/** Reads what workloads can ask for from the definitions of the clusters. */
export class ProvisionerReader {
  readonly #cache: WatchCache;

  static create(options: { cache: WatchCache }): ProvisionerReader {
    return new ProvisionerReader(options.cache);
  }

  private constructor(cache: WatchCache) {
    this.#cache = cache;
  }

  async list(): Promise<ProvisionerList> {
    const [definitions, compositions] = await Promise.all([
      this.#cache.list({ group: GROUP, kind: 'CompositeResourceDefinition' }),
      this.#cache.list({ group: GROUP, kind: 'Composition' }),
    ]);
    const xrds = uniqueByName(definitions.items);
    const { items, problems } = provisionersOf({
      xrds,
      compositions: uniqueByName(compositions.items),
    });
    const prices = new Map<string, MonthlyPrices>();
    for (const { metadata } of xrds) {
      const found = readMonthlyPrices(
        metadata.annotations?.[MONTHLY_PRICES_ANNOTATION],
      );
      if (found) {
        prices.set(metadata.name, found);
      }
    }
    return {
      items: items.map(item => {
        const price =
          item.by.kind === 'claim' ? prices.get(item.by.offering) : undefined;
        return price ? { ...item, prices: price } : item;
      }),
      problems,
      sources: mergeSources(definitions.sources, compositions.sources),
    };
  }
}

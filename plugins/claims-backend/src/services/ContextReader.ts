import {
  claimEvents,
  functionNames,
  isComposite,
  needsContext,
  type ClaimContext,
} from '@cairn/plugin-claims-common';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import type { WatchCache } from '@cairn/plugin-platform-node';

const CROSSPLANE = 'apiextensions.crossplane.io';
const EVENT = { group: '', kind: 'Event' };
const COMPOSITION = { group: CROSSPLANE, kind: 'Composition' };
/** What a Composition was at some time. */
export const REVISION = { group: CROSSPLANE, kind: 'CompositionRevision' };

/** Where events about objects without a namespace are. */
export const CLUSTER_EVENTS = 'default';

/** What is known of claims besides what they say themselves, for those that do not say everything. */
export class ContextReader {
  readonly #cache: WatchCache;

  static create(options: { cache: WatchCache }): ContextReader {
    return new ContextReader(options.cache);
  }

  private constructor(cache: WatchCache) {
    this.#cache = cache;
  }

  /** Reads events and compositions only when one of the objects needs them. */
  async load(
    cluster: string,
    objects: readonly KubernetesObject[],
  ): Promise<
    (object: KubernetesObject) => Omit<ClaimContext, 'generationSince'>
  > {
    const silent = objects.filter(
      object => isComposite(object) && needsContext(object),
    );
    if (silent.length === 0) {
      return () => ({ warnings: [], functions: [] });
    }
    const namespaces = new Set(
      silent.map(({ metadata }) => metadata.namespace ?? CLUSTER_EVENTS),
    );
    const [events, compositions, revisions] = await Promise.all([
      this.#cache.list({ ...EVENT, cluster, namespaces: [...namespaces] }),
      this.#cache.list({ ...COMPOSITION, cluster }),
      this.#cache.list({ ...REVISION, cluster }),
    ]);
    const warnings = events.items
      .map(({ object }) => object)
      .filter(({ type }) => type === 'Warning');
    return object => ({
      warnings: claimEvents({
        events: warnings,
        objects: [{ kind: object.kind, ...object.metadata }],
      }),
      functions: functionNames({
        object,
        compositions: compositions.items.map(item => item.object),
        revisions: revisions.items.map(item => item.object),
      }),
    });
  }
}

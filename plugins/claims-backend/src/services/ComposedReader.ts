import {
  composedRefs,
  groupOf,
  isSecretRef,
  type ComposedLookup,
  type ComposedRef,
} from '@cairn/plugin-claims-common';
import type {
  KubernetesObject,
  SourceHealth,
} from '@cairn/plugin-platform-common';
import type { WatchCache } from '@cairn/plugin-platform-node';

/** Composites within composites are followed this far. */
const MAX_DEPTH = 10;

/** What a set of claims is made of. */
export interface Composed {
  lookup: (ref: ComposedRef) => ComposedLookup;
  /** Everything that was found, every level; may hold what is named but not bound. */
  parts: readonly KubernetesObject[];
  sources: SourceHealth[];
}

interface Kind {
  group: string;
  kind: string;
}

interface Loaded {
  /** By namespace and name. */
  objects: Map<string, KubernetesObject>;
  namespaces: Set<string>;
  source?: SourceHealth;
}

function kindKey({ group, kind }: Kind): string {
  return `${kind}.${group}`;
}

function objectKey(ref: { namespace?: string; name: string }): string {
  return `${ref.namespace ?? ''}/${ref.name}`;
}

function unreadable(kind: string, cluster: string): ComposedLookup {
  return {
    unreadable: `It cannot be shown: the portal cannot read ${kind} on cluster "${cluster}" at the moment.`,
  };
}

/** Loads what claims are made of from the watch cache, one call per kind and level of nesting. */
export class ComposedReader {
  readonly #cache: WatchCache;

  static create(options: { cache: WatchCache }): ComposedReader {
    return new ComposedReader(options.cache);
  }

  private constructor(cache: WatchCache) {
    this.#cache = cache;
  }

  async load(
    cluster: string,
    roots: readonly KubernetesObject[],
  ): Promise<Composed> {
    const kinds = new Map<string, Loaded>();
    let parents = [...roots];
    const parts: KubernetesObject[] = [];
    const seen = new Set<string>();
    for (let depth = 0; depth < MAX_DEPTH && parents.length > 0; depth++) {
      const refs = parents
        .flatMap(composedRefs)
        .filter(ref => !isSecretRef(ref));
      await this.#loadKinds(cluster, refs, kinds);
      parents = [];
      for (const ref of refs) {
        const kind = kindKey({
          group: groupOf(ref.apiVersion),
          kind: ref.kind,
        });
        const key = `${kind}|${objectKey(ref)}`;
        const object = kinds.get(kind)?.objects.get(objectKey(ref));
        if (object && !seen.has(key)) {
          parents.push(object);
          parts.push(object);
        }
        seen.add(key);
      }
    }
    return {
      lookup: ref => lookUp(cluster, kinds, ref),
      parts,
      sources: [...kinds.values()]
        .map(({ source }) => source)
        .filter(source => source !== undefined),
    };
  }

  async #loadKinds(
    cluster: string,
    refs: readonly ComposedRef[],
    kinds: Map<string, Loaded>,
  ): Promise<void> {
    const wanted = new Map<string, { kind: Kind; namespaces: Set<string> }>();
    for (const ref of refs) {
      const kind = { group: groupOf(ref.apiVersion), kind: ref.kind };
      const key = kindKey(kind);
      const namespace = ref.namespace ?? '';
      if (!kinds.get(key)?.namespaces.has(namespace)) {
        const entry = wanted.get(key) ?? { kind, namespaces: new Set() };
        entry.namespaces.add(namespace);
        wanted.set(key, entry);
      }
    }
    await Promise.all(
      [...wanted].map(async ([key, { kind, namespaces }]) => {
        const { items, sources } = await this.#cache.list({
          ...kind,
          cluster,
          namespaces: [...namespaces],
        });
        const loaded: Loaded = kinds.get(key) ?? {
          objects: new Map(),
          namespaces: new Set(),
        };
        for (const { object } of items) {
          loaded.objects.set(objectKey(object.metadata), object);
        }
        for (const namespace of namespaces) {
          loaded.namespaces.add(namespace);
        }
        loaded.source = sources[0];
        kinds.set(key, loaded);
      }),
    );
  }
}

function lookUp(
  cluster: string,
  kinds: Map<string, Loaded>,
  ref: ComposedRef,
): ComposedLookup {
  const loaded = kinds.get(
    kindKey({ group: groupOf(ref.apiVersion), kind: ref.kind }),
  );
  const object = loaded?.objects.get(objectKey(ref));
  if (object) {
    return { object };
  }
  const isKnown = loaded?.source?.state === 'synced' && !loaded.source.missing;
  return isKnown ? { missing: true } : unreadable(ref.kind, cluster);
}

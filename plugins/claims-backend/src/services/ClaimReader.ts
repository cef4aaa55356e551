import {
  claimEvents,
  claimState,
  claimSummary,
  claimTimeline,
  collectComposedRefs,
  composedTree,
  connectionInfo,
  type ClaimDetail,
  type ClaimSummary,
  type Offering,
} from '@cairn/plugin-claims-common';
import {
  readConditions,
  type KubernetesObject,
  type SourceHealth,
  type TenantNamespace,
} from '@cairn/plugin-platform-common';
import type { WatchCache } from '@cairn/plugin-platform-node';
import { toYaml } from '../http/toYaml';
import type { Composed, ComposedReader } from './ComposedReader';
import { mergeSources } from './mergeSources';

const EVENT = { group: '', kind: 'Event' };

/** A claim, what it is an instance of, and whose namespace it is in. */
export interface FoundClaim {
  object: KubernetesObject;
  offering: Offering;
  tenant: TenantNamespace;
}

/** Turns objects of the cluster into what people read. */
export class ClaimReader {
  readonly #cache: WatchCache;
  readonly #composed: ComposedReader;

  static create(options: {
    cache: WatchCache;
    composed: ComposedReader;
  }): ClaimReader {
    return new ClaimReader(options.cache, options.composed);
  }

  private constructor(cache: WatchCache, composed: ComposedReader) {
    this.#cache = cache;
    this.#composed = composed;
  }

  /** Rows for claims of one offering. */
  async summaries(
    offering: Offering,
    claims: readonly FoundClaim[],
  ): Promise<{ items: ClaimSummary[]; sources: SourceHealth[] }> {
    const composed = await this.#composed.load(
      offering.cluster,
      claims.map(({ object }) => object),
    );
    return {
      items: claims.map(claim => summarise(claim, composed)),
      sources: composed.sources,
    };
  }

  /** Everything about one claim. */
  async detail(
    claim: FoundClaim,
    options: {
      mayDelete: boolean;
      sources: SourceHealth[];
      /** Whether the Secret of the credentials is there; undefined when nobody could look. */
      secretExists?: boolean;
    },
  ): Promise<ClaimDetail> {
    const { object, offering, tenant } = claim;
    const [composed, events] = await Promise.all([
      this.#composed.load(offering.cluster, [object]),
      this.#cache.list({
        ...EVENT,
        cluster: offering.cluster,
        namespaces: [tenant.name],
      }),
    ]);
    const summary = summarise(claim, composed);
    const tree = composedTree({ root: object, lookup: composed.lookup });
    const connection = connectionInfo({
      object,
      offering,
      ready:
        options.secretExists !== false &&
        readConditions(object).some(
          ({ type, status }) => type === 'Ready' && status === 'True',
        ),
    });
    return {
      ...summary,
      conditions: readConditions(object),
      timeline: claimTimeline({
        object,
        composed: tree,
        state: summary.state,
        connection,
      }),
      composed: tree,
      events: claimEvents({
        events: events.items.map(item => item.object),
        objects: [
          { kind: object.kind, ...object.metadata },
          ...regarded(object, composed),
        ],
      }),
      ...(connection && { connection }),
      yaml: toYaml(object),
      sources: mergeSources(options.sources, composed.sources, events.sources),
      permissions: { delete: options.mayDelete },
    };
  }
}

function summarise(claim: FoundClaim, composed: Composed): ClaimSummary {
  const { object, offering, tenant } = claim;
  const tree = composedTree({ root: object, lookup: composed.lookup });
  return claimSummary({
    object,
    offering,
    tenant,
    state: claimState({ object, composed: tree, title: offering.title }),
  });
}

function regarded(object: KubernetesObject, composed: Composed) {
  const find: Parameters<typeof collectComposedRefs>[0]['lookup'] = ref => {
    const found = composed.lookup(ref);
    return 'object' in found ? found.object : undefined;
  };
  return collectComposedRefs({ root: object, lookup: find }).map(ref => {
    const uid = find(ref)?.metadata.uid;
    return { ...ref, ...(uid && { uid }) };
  });
}

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
import { mergeSources, type WatchCache } from '@cairn/plugin-platform-node';
import { toYaml } from '../http/toYaml';
import type { Clock } from './Clock';
import type { Composed, ComposedReader } from './ComposedReader';
import type { SettledStates } from './SettledStates';

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
  readonly #settled: SettledStates;
  readonly #clock: Clock;

  static create(options: {
    cache: WatchCache;
    composed: ComposedReader;
    settled: SettledStates;
    clock: Clock;
  }): ClaimReader {
    return new ClaimReader(options);
  }

  private constructor(options: {
    cache: WatchCache;
    composed: ComposedReader;
    settled: SettledStates;
    clock: Clock;
  }) {
    this.#cache = options.cache;
    this.#composed = options.composed;
    this.#settled = options.settled;
    this.#clock = options.clock;
  }

  /**
   * Rows for claims of one offering.
   *
   * @returns lookAgainAt when a state has yet to hold before it is shown, in milliseconds.
   */
  async summaries(
    offering: Offering,
    claims: readonly FoundClaim[],
  ): Promise<{
    items: ClaimSummary[];
    sources: SourceHealth[];
    lookAgainAt?: number;
  }> {
    const composed = await this.#composed.load(
      offering.cluster,
      claims.map(({ object }) => object),
    );
    const rows = claims.map(claim => this.#summarise(claim, composed));
    const later = rows
      .map(({ lookAgainAt }) => lookAgainAt)
      .filter(time => time !== undefined);
    return {
      items: rows.map(({ summary }) => summary),
      sources: composed.sources,
      ...(later.length > 0 && { lookAgainAt: Math.min(...later) }),
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
    const { summary, tree, shown } = this.#summarise(claim, composed);
    const connection = connectionInfo({
      object,
      offering,
      ready:
        options.secretExists !== false &&
        readConditions(shown).some(
          ({ type, status }) => type === 'Ready' && status === 'True',
        ),
    });
    return {
      ...summary,
      conditions: readConditions(object),
      timeline: claimTimeline({
        object: shown,
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

  #summarise(claim: FoundClaim, composed: Composed) {
    const { object, offering, tenant } = claim;
    const now = this.#clock.now();
    const tree = composedTree({ root: object, lookup: composed.lookup, now });
    const { shown, lookAgainAt, ...settled } = this.#settled.settle(
      {
        cluster: tenant.cluster,
        offering: offering.id,
        namespace: tenant.name,
        name: object.metadata.name,
      },
      object,
      claimState({ object, composed: tree, title: offering.title, now }),
    );
    return {
      summary: claimSummary({ object, offering, tenant, state: shown }),
      tree,
      /** The claim in the state that is shown, at most a moment older. */
      shown: settled.object,
      lookAgainAt,
    };
  }
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

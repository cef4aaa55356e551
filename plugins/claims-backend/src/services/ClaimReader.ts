import {
  claimEvents,
  claimState,
  claimSummary,
  claimTimeline,
  claimWarnings,
  collectComposedRefs,
  composedTree,
  connectionInfo,
  describeClaim,
  isComposite,
  newerRevision,
  providerSecretName,
  type ClaimDetail,
  type ClaimSummary,
  type ComposedLookup,
  type Offering,
  type SecretTimes,
} from '@cairn/plugin-claims-common';
import {
  describeObjectState,
  readConditions,
  type KubernetesObject,
  type SourceHealth,
  type TenantNamespace,
} from '@cairn/plugin-platform-common';
import { mergeSources, type WatchCache } from '@cairn/plugin-platform-node';
import { toYaml } from '../http/toYaml';
import type { SeenSecret } from './ClaimFinder';
import type { Clock } from './Clock';
import type { Composed, ComposedReader } from './ComposedReader';
import { ContextReader, REVISION } from './ContextReader';
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
  readonly #context: ContextReader;
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
    this.#context = ContextReader.create({ cache: options.cache });
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
    const contextOf = await this.#context.load(offering.cluster, [
      ...claims.map(({ object }) => object),
      ...composed.parts,
    ]);
    const rows = claims.map(claim =>
      this.#summarise(claim, composed, contextOf),
    );
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
      /** Looks at a Secret of the claim's namespace as the person; undefined when nobody could. */
      lookAtSecret: (name: string) => Promise<SeenSecret | undefined>;
    },
  ): Promise<ClaimDetail> {
    const { object, offering, tenant } = claim;
    const { cluster } = offering;
    const [composed, listed, revisions] = await Promise.all([
      this.#composed.load(cluster, [object]),
      this.#cache.list({ ...EVENT, cluster, namespaces: [tenant.name] }),
      this.#cache.list({ ...REVISION, cluster }),
    ]);
    const contextOf = await this.#context.load(cluster, [
      object,
      ...composed.parts,
    ]);
    const { summary, tree, shown } = this.#summarise(
      claim,
      composed,
      contextOf,
    );
    const refs = collectComposedRefs({
      root: object,
      lookup: ref => objectOf(composed.lookup(ref)),
    });
    const parts = refs
      .map(ref => objectOf(composed.lookup(ref)))
      .filter(part => part !== undefined);
    const isReady = readConditions(shown).some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    );
    const named = connectionInfo({ object, offering, ready: isReady });
    const secrets = await lookAtSecrets(
      [
        named?.secretName,
        ...parts
          .filter(part => part.metadata.namespace === tenant.name)
          .map(providerSecretName),
      ],
      options.lookAtSecret,
    );
    const isMissing =
      named !== undefined &&
      secrets.has(named.secretName) &&
      secrets.get(named.secretName) === undefined;
    const connection = named && { ...named, ready: isReady && !isMissing };
    const events = claimEvents({
      events: listed.items.map(item => item.object),
      objects: [
        { kind: object.kind, ...object.metadata },
        ...refs.map(ref => {
          const uid = objectOf(composed.lookup(ref))?.metadata.uid;
          return { ...ref, ...(uid && { uid }) };
        }),
      ],
    });
    return {
      ...summary,
      conditions: readConditions(object),
      warnings: claimWarnings({
        object,
        offering,
        parts,
        events,
        secrets,
        connection: named,
        newer: newerRevision({
          object,
          revisions: revisions.items.map(item => item.object),
        }),
        now: this.#clock.now(),
      }),
      timeline: claimTimeline({
        object: shown,
        composed: tree,
        state: summary.state,
        connection,
      }),
      composed: tree,
      events,
      ...(connection && { connection }),
      yaml: toYaml(object),
      sources: mergeSources(options.sources, composed.sources, listed.sources),
      permissions: { delete: options.mayDelete },
    };
  }

  #summarise(
    claim: FoundClaim,
    composed: Composed,
    contextOf: Awaited<ReturnType<ContextReader['load']>>,
  ) {
    const { object, offering, tenant } = claim;
    const now = this.#clock.now();
    const ref = {
      cluster: tenant.cluster,
      offering: offering.id,
      namespace: tenant.name,
      name: object.metadata.name,
    };
    const tree = composedTree({
      root: object,
      lookup: composed.lookup,
      describe: part =>
        isComposite(part)
          ? describeClaim(part, contextOf(part), now)
          : describeObjectState(part, now),
    });
    const context = {
      ...contextOf(object),
      generationSince: this.#settled.generationSince(ref, object),
    };
    const { shown, lookAgainAt, ...settled } = this.#settled.settle(
      ref,
      object,
      claimState({
        object,
        composed: tree,
        title: offering.title,
        own: describeClaim(object, context, now),
      }),
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

function objectOf(found: ComposedLookup): KubernetesObject | undefined {
  return 'object' in found ? found.object : undefined;
}

async function lookAtSecrets(
  names: readonly (string | undefined)[],
  look: (name: string) => Promise<SeenSecret | undefined>,
): Promise<SecretTimes> {
  const wanted = new Set(names.filter(name => name !== undefined));
  const seen = await Promise.all(
    [...wanted].map(async name => ({ name, secret: await look(name) })),
  );
  return new Map(
    seen.flatMap(({ name, secret }) =>
      secret ? [[name, secret.madeAt] as const] : [],
    ),
  );
}

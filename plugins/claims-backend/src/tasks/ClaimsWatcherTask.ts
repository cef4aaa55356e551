import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  composedRefs,
  groupOf,
  isSecretRef,
  type ClaimRef,
  type ClaimSignal,
  type Offering,
} from '@cairn/plugin-claims-common';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import type {
  CacheChange,
  NamespaceTenancy,
  WatchCache,
} from '@cairn/plugin-platform-node';
import type { ClaimReader } from '../services/ClaimReader';
import { claimKey } from '../services/claimKey';
import type { Clock } from '../services/Clock';
import { DEFINITION, type OfferingReader } from '../services/OfferingReader';
import type { SettledStates } from '../services/SettledStates';
import { ClaimAnnouncer } from './ClaimAnnouncer';
import { ClaimIndex } from './ClaimIndex';
import { GroupMembers } from './GroupMembers';

/** Milliseconds in which changes of one claim are gathered into one signal. */
const GATHER = 150;
/** An old object that "appears" has only been read anew. */
const FRESH = 5 * 60_000;
/** Milliseconds a request must be in trouble before somebody is told: conditions flap. */
const FAILURE_GRACE = 30_000;

type Announcements = Omit<
  Parameters<typeof ClaimAnnouncer.create>[0],
  'members'
>;

interface Options {
  cache: WatchCache;
  tenancy: NamespaceTenancy;
  offerings: OfferingReader;
  reader: ClaimReader;
  settled: SettledStates;
  clock: Clock;
  announcer: ClaimAnnouncer;
  logger: LoggerService;
  failureGrace: number;
}

interface Pending {
  ref: ClaimRef;
  offering: Offering;
  change?: ClaimSignal['change'];
}

/** Offerings with pages of their own, and where those begin. */
const PAGES = new Map([['databases.platform.cairn.dev', '/databases']]);

function pageOf(offering: Offering, ref: ClaimRef): string | undefined {
  const page = PAGES.get(offering.id);
  return (
    page &&
    [
      page,
      ...[ref.cluster, ref.namespace, ref.name].map(encodeURIComponent),
    ].join('/')
  );
}

/**
 * Follows claims and what they are made of as long as the backend runs, and tells people what changes.
 * It starts from what there is, so nothing depends on having seen every change.
 */
export class ClaimsWatcherTask {
  readonly #options: Options;
  readonly #index = new ClaimIndex();
  readonly #offeringOf = new Map<string, Offering>();
  readonly #subscriptions = new Map<string, () => void>();
  readonly #pending = new Map<string, Pending>();
  readonly #timers = new Set<() => void>();
  readonly #inTrouble = new Set<string>();
  /** Claims that will be looked at again because their state has yet to hold. */
  readonly #unsettled = new Set<string>();
  #isStopped = false;

  static create(
    options: Omit<Options, 'announcer' | 'failureGrace'> &
      Announcements & {
        auth: AuthService;
        catalog: CatalogService;
        failureGrace?: number;
      },
  ): ClaimsWatcherTask {
    const members = GroupMembers.create({
      catalog: options.catalog,
      credentials: () => options.auth.getOwnServiceCredentials(),
    });
    return new ClaimsWatcherTask({
      ...options,
      announcer: ClaimAnnouncer.create({ ...options, members }),
      failureGrace: options.failureGrace ?? FAILURE_GRACE,
    });
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  /** Begins to follow; resolves when everything that is there has been looked at once. */
  async start(): Promise<void> {
    this.#subscribe('definitions', () =>
      this.#options.cache.subscribe(DEFINITION, () =>
        this.#later(GATHER, () => this.#followOfferings()),
      ),
    );
    await this.#followOfferings();
  }

  stop(): void {
    this.#isStopped = true;
    for (const cancel of this.#timers) {
      cancel();
    }
    for (const unsubscribe of this.#subscriptions.values()) {
      unsubscribe();
    }
    this.#subscriptions.clear();
  }

  async #followOfferings(): Promise<void> {
    const { items } = await this.#options.offerings.list();
    await Promise.all(items.map(offering => this.#followOffering(offering)));
  }

  async #followOffering(offering: Offering): Promise<void> {
    const { cluster, group, kind, id } = offering;
    const key = `${cluster}|${id}`;
    const isNew = !this.#offeringOf.has(key);
    this.#offeringOf.set(key, offering);
    if (!isNew) {
      return;
    }
    const query = { cluster, group, kind };
    this.#subscribe(`claims|${key}`, () =>
      this.#options.cache.subscribe(query, change =>
        this.#onClaim(key, change),
      ),
    );
    const { items } = await this.#options.cache.list(query);
    for (const { object } of items) {
      this.#onClaim(key, { type: 'added', cluster, object });
    }
  }

  #onClaim(offeringKey: string, change: CacheChange): void {
    const offering = this.#offeringOf.get(offeringKey);
    const { namespace, name } = change.object.metadata;
    if (!offering || namespace === undefined) {
      return;
    }
    const { cluster } = change;
    const ref = { cluster, offering: offering.id, namespace, name };
    if (change.type === 'deleted') {
      this.#index.delete(ref);
      this.#options.settled.forget(ref);
    } else {
      this.#index.add(ref);
      this.#options.settled.touch(ref);
      this.#followComposed(cluster, change.object);
    }
    const isOld =
      change.type === 'added' &&
      !(
        this.#options.clock.now().getTime() -
          Date.parse(change.object.metadata.creationTimestamp ?? '') <
        FRESH
      );
    this.#gather({ ref, offering, change: isOld ? undefined : change.type });
  }

  #followComposed(cluster: string, object: KubernetesObject): void {
    for (const { apiVersion, kind } of composedRefs(object)) {
      const group = groupOf(apiVersion);
      if (isSecretRef({ apiVersion, kind })) {
        continue;
      }
      this.#subscribe(`composed|${cluster}|${kind}.${group}`, () =>
        this.#options.cache.subscribe({ cluster, group, kind }, change =>
          this.#onComposed(change),
        ),
      );
    }
  }

  #onComposed(change: CacheChange): void {
    const { cluster, object } = change;
    this.#followComposed(cluster, object);
    for (const ref of this.#index.find(cluster, object)) {
      const offering = this.#offeringOf.get(`${cluster}|${ref.offering}`);
      if (offering) {
        this.#options.settled.touch(ref);
        this.#gather({ ref, offering, change: 'modified' });
      }
    }
  }

  #gather(next: Pending): void {
    const key = claimKey(next.ref);
    const before = this.#pending.get(key);
    // That something came or went says more than that it changed.
    const change =
      before?.change === 'added' && next.change === 'modified'
        ? 'added'
        : next.change ?? before?.change;
    this.#pending.set(key, { ...next, change });
    if (!before) {
      this.#later(GATHER, () => this.#announce(key));
    }
  }

  #gatherLater(next: Pending, at: number): void {
    const key = claimKey(next.ref);
    if (!this.#unsettled.has(key)) {
      this.#unsettled.add(key);
      const delay = at - this.#options.clock.now().getTime();
      this.#later(delay, async () => {
        this.#unsettled.delete(key);
        if (this.#index.has(next.ref)) {
          this.#gather(next);
        }
      });
    }
  }

  async #announce(key: string): Promise<void> {
    const pending = this.#pending.get(key);
    this.#pending.delete(key);
    if (!pending) {
      return;
    }
    const { ref, offering, change } = pending;
    const tenant = await this.#options.tenancy.find(ref);
    if (!tenant) {
      return;
    }
    if (change) {
      await this.#options.announcer.signal(ref, tenant.owner, change);
    }
    if (change !== 'deleted') {
      await this.#tellOutcome(ref, offering, { afterGrace: false });
    }
  }

  async #tellOutcome(
    ref: ClaimRef,
    offering: Offering,
    options: { afterGrace: boolean },
  ): Promise<void> {
    const { cache, tenancy, reader, announcer, failureGrace } = this.#options;
    const { cluster, namespace, name } = ref;
    const { group, kind, title } = offering;
    const [{ items }, tenant] = await Promise.all([
      cache.list({ cluster, group, kind, namespaces: [namespace], name }),
      tenancy.find(ref),
    ]);
    if (!items[0] || !tenant) {
      return;
    }
    const { items: summaries, lookAgainAt } = await reader.summaries(offering, [
      { object: items[0].object, offering, tenant },
    ]);
    if (lookAgainAt !== undefined) {
      // Open pages were shown what was before; they are told again when it has settled.
      this.#gatherLater({ ref, offering, change: 'modified' }, lookAgainAt);
    }
    const announced = {
      claim: summaries[0],
      title,
      link: pageOf(offering, ref),
    };
    const { state } = summaries[0].state;
    const key = claimKey(ref);
    if (state === 'ready') {
      await announcer.notify(announced, 'ready');
    } else if (state === 'failed' || state === 'needs-attention') {
      if (options.afterGrace) {
        await announcer.notify(announced, 'failed');
      } else if (!this.#inTrouble.has(key)) {
        this.#inTrouble.add(key);
        this.#later(failureGrace, async () => {
          this.#inTrouble.delete(key);
          await this.#tellOutcome(ref, offering, { afterGrace: true });
        });
      }
    }
  }

  #subscribe(key: string, subscribe: () => () => void): void {
    if (!this.#isStopped && !this.#subscriptions.has(key)) {
      this.#subscriptions.set(key, subscribe());
    }
  }

  #later(delay: number, work: () => Promise<void>): void {
    if (this.#isStopped) {
      return;
    }
    const cancel = this.#options.clock.later(delay, () => {
      this.#timers.delete(cancel);
      return work().catch(error =>
        this.#options.logger.warn(
          'A change of a claim could not be announced',
          toError(error),
        ),
      );
    });
    this.#timers.add(cancel);
  }
}

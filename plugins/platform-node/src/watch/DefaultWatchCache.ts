import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { SourceHealth } from '@cairn/plugin-platform-common';
import type { ClusterConnections } from '../clusters/ClusterConnections';
import type { WatchOptions } from '../config/readPlatformOptions';
import type {
  CacheChange,
  CachedObject,
  CacheQuery,
  GroupKind,
  WatchCache,
} from '../types';
import { KindWatcher } from './KindWatcher';
import { matchesQuery, narrowChange } from './matchesQuery';
import { Pulse } from './Pulse';
import { isSecretKind } from './projectObject';

interface Entry {
  kind: GroupKind;
  watcher: KindWatcher;
  readAt: number;
  /** Someone has waited in vain already; nobody else has to. */
  isSlow: boolean;
}

interface Subscription {
  query: CacheQuery;
  listener: (change: CacheChange) => void;
}

function kindKey({ group, kind }: GroupKind): string {
  return `${kind}.${group}`;
}

/** One watcher per (cluster, kind) for the whole backend, started by the first who asks. */
export class DefaultWatchCache implements WatchCache {
  readonly #connections: ClusterConnections;
  readonly #options: WatchOptions;
  readonly #logger: LoggerService;
  /** By cluster, then by kind. */
  readonly #entries = new Map<string, Map<string, Entry>>();
  readonly #subscriptions = new Map<string, Set<Subscription>>();
  readonly #sweeper: NodeJS.Timeout;
  readonly #pulse: Pulse;
  #isStopped = false;

  static create(options: {
    connections: ClusterConnections;
    watch: WatchOptions;
    logger: LoggerService;
  }): DefaultWatchCache {
    return new DefaultWatchCache(
      options.connections,
      options.watch,
      options.logger,
    );
  }

  private constructor(
    connections: ClusterConnections,
    options: WatchOptions,
    logger: LoggerService,
  ) {
    this.#connections = connections;
    this.#options = options;
    this.#logger = logger;
    this.#pulse = Pulse.create({
      after: options.pulseAfter,
      timeout: options.pulseTimeout,
    });
    this.#sweeper = setInterval(
      () => this.#stopIdle(),
      Math.min(options.idleAfter / 2, 60_000),
    ).unref();
  }

  async list(
    query: CacheQuery,
  ): Promise<{ items: CachedObject[]; sources: SourceHealth[] }> {
    const entries = this.#entriesFor(query);
    const pulses = Promise.all(
      this.#clustersOf(query).map(cluster => this.#feelPulse(cluster)),
    );
    const unsettled = entries.filter(
      ({ watcher, isSlow }) => !watcher.isSettled && !isSlow,
    );
    if (unsettled.length > 0) {
      await this.#waitFor(unsettled);
    }
    await pulses;
    return {
      items: entries.flatMap(({ watcher }) => select(watcher, query)),
      sources: entries.map(({ watcher }) => watcher.health()),
    };
  }

  subscribe(
    query: CacheQuery,
    listener: (change: CacheChange) => void,
  ): () => void {
    const key = kindKey(query);
    const subscription: Subscription = { query, listener };
    this.#entriesFor(query);
    const subscriptions = this.#subscriptions.get(key) ?? new Set();
    subscriptions.add(subscription);
    this.#subscriptions.set(key, subscriptions);
    return () => {
      subscriptions.delete(subscription);
      if (
        subscriptions.size === 0 &&
        this.#subscriptions.get(key) === subscriptions
      ) {
        this.#subscriptions.delete(key);
      }
    };
  }

  health(): SourceHealth[] {
    return [...this.#entries.values()].flatMap(kinds =>
      [...kinds.values()].map(({ watcher }) => watcher.health()),
    );
  }

  /** Ends every watch; to be called once, when the backend goes down. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#sweeper);
    this.#subscriptions.clear();
    const watchers = [...this.#entries.values()].flatMap(kinds =>
      [...kinds.values()].map(({ watcher }) => watcher),
    );
    this.#entries.clear();
    await Promise.all(watchers.map(watcher => watcher.stop()));
  }

  #entriesFor(query: CacheQuery): Entry[] {
    if (isSecretKind(query)) {
      throw new NotAllowedError(
        'Secrets are never held by the portal; read their metadata as the person who asks',
      );
    }
    if (this.#isStopped) {
      return [];
    }
    return this.#clustersOf(query).map(cluster =>
      this.#entryFor(cluster, query),
    );
  }

  #clustersOf({ cluster }: CacheQuery): string[] {
    return cluster === undefined ? this.#connections.names() : [cluster];
  }

  #entryFor(cluster: string, { group, kind }: GroupKind): Entry {
    const access = this.#connections.get(cluster);
    const kinds = this.#entries.get(cluster) ?? new Map<string, Entry>();
    this.#entries.set(cluster, kinds);
    const key = kindKey({ group, kind });
    let entry = kinds.get(key);
    if (!entry) {
      entry = {
        kind: { group, kind },
        readAt: Date.now(),
        isSlow: false,
        watcher: KindWatcher.start({
          access,
          kind: { group, kind },
          watch: this.#options,
          logger: this.#logger,
          onChange: change => this.#publish(key, change),
        }),
      };
      kinds.set(key, entry);
    }
    entry.readAt = Date.now();
    entry.watcher.touch();
    return entry;
  }

  /** Has every watch of a cluster made anew that hangs: each of them may be a connection to nobody. */
  async #feelPulse(cluster: string): Promise<void> {
    const watchers = [...(this.#entries.get(cluster)?.values() ?? [])].map(
      ({ watcher }) => watcher,
    );
    if (watchers.some(({ failing }) => failing)) {
      return;
    }
    const proofs = watchers.map(({ provenAt }) => provenAt ?? -Infinity);
    const heardAt = Math.max(-Infinity, ...proofs);
    if (heardAt === -Infinity) {
      // Still at its first list, which has a limit of its own.
      return;
    }
    const error = await this.#pulse.missing(
      this.#connections.get(cluster),
      heardAt,
    );
    if (error) {
      watchers.forEach(watcher => watcher.doubt(error));
    }
  }

  async #waitFor(entries: Entry[]): Promise<void> {
    const timeout = new AbortController();
    await Promise.race([
      Promise.all(entries.map(({ watcher }) => watcher.settled)),
      sleep(this.#options.firstListTimeout, undefined, {
        signal: timeout.signal,
      }).catch(() => {}),
    ]);
    timeout.abort();
    for (const entry of entries) {
      entry.isSlow = !entry.watcher.isSettled;
    }
  }

  #publish(key: string, change: CacheChange): void {
    for (const { query, listener } of this.#subscriptions.get(key) ?? []) {
      if (query.cluster !== undefined && query.cluster !== change.cluster) {
        continue;
      }
      const narrowed = narrowChange(query, change);
      if (!narrowed) {
        continue;
      }
      try {
        listener(narrowed);
      } catch (error) {
        this.#logger.error(
          `A listener for ${key} failed`,
          error instanceof Error ? error : undefined,
        );
      }
    }
  }

  #stopIdle(): void {
    const deadline = Date.now() - this.#options.idleAfter;
    for (const [cluster, kinds] of this.#entries) {
      for (const [key, { watcher, readAt }] of kinds) {
        if (readAt < deadline && !this.#isSubscribed(cluster, key)) {
          kinds.delete(key);
          void watcher.stop();
        }
      }
    }
  }

  #isSubscribed(cluster: string, key: string): boolean {
    return [...(this.#subscriptions.get(key) ?? [])].some(
      ({ query }) => query.cluster === undefined || query.cluster === cluster,
    );
  }
}

function select(watcher: KindWatcher, query: CacheQuery): CachedObject[] {
  const { store } = watcher;
  const { name, namespaces } = query;
  if (name !== undefined && namespaces) {
    return [...new Set(namespaces)].flatMap(namespace => {
      const found = store.find(namespace, name);
      return found && matchesQuery(query, found.object) ? [found] : [];
    });
  }
  const items: CachedObject[] = [];
  for (const item of store.values(namespaces)) {
    if (matchesQuery(query, item.object)) {
      items.push(item);
    }
  }
  return items;
}

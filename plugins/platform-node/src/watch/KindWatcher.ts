import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SourceHealth } from '@cairn/plugin-platform-common';
import type { WatchOptions } from '../config/readPlatformOptions';
import type { ClusterAccess } from '../clusters/ClusterConnections';
import type { DiscoveredKind } from '../discovery/types';
import type { ClusterRequestError } from '../http/ClusterRequestError';
import { isClusterRequestError } from '../http/ClusterRequestError';
import { describeFailure } from '../http/describeFailure';
import type { CacheChange, GroupKind } from '../types';
import { Backoff } from './Backoff';
import { followWatch } from './followWatch';
import type { WatchEnd } from './followWatch';
import {
  currentVersion,
  isBehind,
  listAll,
  TooManyObjectsError,
} from './listAll';
import { ObjectStore } from './ObjectStore';
import { SourceState } from './SourceState';

/** Longest pause while the cluster does not accept the portal's login, in milliseconds. */
const LOGIN_PAUSE = 10_000;

/** What a watcher works with. */
export interface KindWatcherOptions {
  access: ClusterAccess;
  kind: GroupKind;
  watch: WatchOptions;
  logger: LoggerService;
  onChange: (change: CacheChange) => void;
}

/**
 * Keeps the objects of one kind on one cluster: lists once, then follows the watch, and whenever it
 * cannot be sure of having seen everything, lists again and tells the difference.
 */
export class KindWatcher {
  readonly store: ObjectStore;
  readonly #options: KindWatcherOptions;
  readonly #state: SourceState;
  readonly #stop = new AbortController();
  readonly #backoff: Backoff;
  readonly #running: Promise<void>;
  #settle: () => void = () => {};
  #isSettled = false;
  #found: DiscoveredKind | undefined;
  /** Version up to which everything has been seen; undefined when a list is due. */
  #position: string | undefined;
  #listedAt = -Infinity;
  /** Server that the position is one of. */
  #place: string | undefined;
  /** After a failure the server may have been restored to an older state: look before resuming. */
  #mustProbe = false;
  /** Ends the present watch; what it holds may be a connection to nobody. */
  #interrupt = new AbortController();
  /** Ends the present pause early. */
  #wake: () => void = () => {};

  /** Resolves when there is a first answer, good or bad. */
  readonly settled: Promise<void>;

  static start(options: KindWatcherOptions): KindWatcher {
    return new KindWatcher(options);
  }

  private constructor(options: KindWatcherOptions) {
    this.#options = options;
    const cluster = options.access.connection.name;
    this.store = new ObjectStore(cluster);
    this.#state = new SourceState({
      cluster,
      kind: options.kind,
      staleAfter: options.watch.staleAfter,
    });
    this.#backoff = new Backoff({
      min: options.watch.minBackoff,
      max: options.watch.maxBackoff,
    });
    this.settled = new Promise(resolve => {
      this.#settle = () => {
        this.#isSettled = true;
        resolve();
      };
    });
    this.#running = this.#run();
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  health(): SourceHealth {
    return this.#state.describe(this.#found);
  }

  /** When the cluster last proved that the data are current, in milliseconds. */
  get provenAt(): number | undefined {
    return this.#state.provenAt;
  }

  /** Whether there is trouble already, which is being seen to. */
  get failing(): boolean {
    return this.#state.failing;
  }

  /** The cluster does not answer, although the watch has not broken: it is made anew. */
  doubt(error: ClusterRequestError): void {
    if (!this.#state.failing) {
      this.#state.silent(describeFailure(error));
      this.#interrupt.abort();
    }
  }

  /** Someone reads: a kind that was missing is looked for again at once. */
  touch(): void {
    if (this.#state.missing) {
      this.#wake();
    }
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    this.#settle();
    this.store.clear();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      let pause = 0;
      try {
        pause = await this.#cycle();
      } catch (error) {
        pause = signal.aborted ? 0 : this.#fail(error);
      }
      this.#settle();
      if (pause > 0 && !signal.aborted) {
        await this.#pause(pause);
      }
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    const signal = AbortSignal.any([this.#stop.signal, woken.signal]);
    // Ends by rejection when woken; either way the pause is over.
    await sleep(milliseconds, undefined, { signal, ref: false }).catch(
      () => {},
    );
    this.#wake = () => {};
  }

  /** One list or one watch; returns the pause after it. */
  async #cycle(): Promise<number> {
    const { access, watch } = this.#options;
    const place = await access.connection.place();
    if (place !== this.#place) {
      access.discovery.invalidate();
      this.#position = undefined;
      this.#place = place;
    }
    const found = await this.#discover();
    if (!found) {
      this.#becomeMissing();
      return this.#backoff.next();
    }
    if (
      found.plural !== this.#found?.plural ||
      found.version !== this.#found.version ||
      Date.now() - this.#listedAt >= watch.resyncAfter
    ) {
      this.#position = undefined;
    }
    this.#found = found;
    if (this.#position !== undefined && this.#mustProbe) {
      await this.#probe(found, this.#position);
    }
    if (this.#position === undefined) {
      await this.#list(found);
    }
    return this.#watch(found);
  }

  /**
   * Discovery leaves a group out while the server behind it is down, so a kind that was there is
   * missing only when its own path says so.
   */
  async #discover(): Promise<DiscoveredKind | undefined> {
    const { access, kind } = this.#options;
    const found = await access.discovery.find(kind);
    if (found?.verbs.includes('list') && found.verbs.includes('watch')) {
      return found;
    }
    if (!this.#found || this.#state.missing) {
      return undefined;
    }
    try {
      await currentVersion(access.connection, this.#found, this.#stop.signal);
      return this.#found;
    } catch (error) {
      if (isClusterRequestError(error) && error.httpStatus === 404) {
        return undefined;
      }
      throw error;
    }
  }

  async #probe(found: DiscoveredKind, position: string): Promise<void> {
    const { connection } = this.#options.access;
    if (await isBehind(connection, found, position, this.#stop.signal)) {
      this.#position = undefined;
    }
    this.#mustProbe = false;
  }

  async #list(found: DiscoveredKind): Promise<void> {
    const { access, watch } = this.#options;
    const { objects, resourceVersion } = await listAll(
      access.connection,
      found,
      { ...watch, signal: this.#stop.signal },
    );
    // The very first content is no change; what appears after the kind was missing is.
    const isFirst = !this.#state.synced;
    const changes = this.store.replaceAll(objects);
    this.#position = resourceVersion;
    this.#listedAt = Date.now();
    this.#mustProbe = false;
    this.#state.complete();
    this.#settle();
    if (!isFirst) {
      changes.forEach(change => this.#options.onChange(change));
    }
  }

  async #watch(found: DiscoveredKind): Promise<number> {
    const { access, watch, logger, onChange } = this.#options;
    const { connection } = access;
    const openedAt = Date.now();
    const interrupt = new AbortController();
    this.#interrupt = interrupt;
    try {
      const end = await followWatch({
        connection,
        found,
        store: this.store,
        watch,
        position: this.#position,
        listedAt: this.#listedAt,
        signal: AbortSignal.any([this.#stop.signal, interrupt.signal]),
        onChange,
        onOpen: () => this.#state.recovered(),
        onHeard: position => {
          this.#state.heard();
          this.#position = position;
        },
        onUnreadable: () =>
          logger.warn(
            `Cluster "${connection.name}" sent an event of ${found.plural} that cannot be read; it is left out`,
          ),
      });
      return this.#afterWatch(end);
    } catch (error) {
      if (!interrupt.signal.aborted) {
        throw error;
      }
      // Why is known already.
      return this.#afterWatch('early');
    } finally {
      if (Date.now() - openedAt >= Math.min(5_000, watch.watchDuration / 2)) {
        this.#backoff.reset();
      }
    }
  }

  /** Returns the pause before the next watch. */
  #afterWatch(end: WatchEnd): number {
    switch (end) {
      case 'in-time':
        this.#state.heard();
        return 0;
      case 'in-doubt':
        this.#position = undefined;
        return 0;
      default:
        // A server that restarts says good-bye like this.
        this.#mustProbe = true;
        return this.#backoff.next();
    }
  }

  #becomeMissing(): void {
    this.#position = undefined;
    this.#state.absent();
    this.store.replaceAll([]).forEach(change => this.#options.onChange(change));
  }

  /** Notes a failure and returns the pause before the next attempt. */
  #fail(error: unknown): number {
    const { access, logger, watch, kind } = this.#options;
    this.#mustProbe = true;
    if (error instanceof TooManyObjectsError) {
      this.#position = undefined;
      this.store.clear();
      this.#state.lost(
        `Cluster "${access.connection.name}" has more than ${watch.maxObjects} objects of this kind, so they are not shown. The platform team can raise platform.watch.maxObjects.`,
      );
      return watch.maxBackoff * 10;
    }
    if (!isClusterRequestError(error)) {
      logger.error(
        `Watching ${kind.kind} on cluster "${access.connection.name}" failed`,
        error instanceof Error ? error : undefined,
      );
      this.#position = undefined;
      this.#state.failed(
        'The portal could not read the answer of the cluster.',
      );
      return this.#backoff.next();
    }
    return this.#failRequest(error);
  }

  #failRequest(error: ClusterRequestError): number {
    const { access, logger, kind, watch } = this.#options;
    if (error.httpStatus === 410) {
      this.#position = undefined;
      const isFresh = Date.now() - this.#listedAt < watch.verifyGap;
      return isFresh ? this.#backoff.next() : 0;
    }
    if (error.httpStatus === 404) {
      access.discovery.invalidate();
    }
    if (error.httpStatus === 504 || error.httpStatus === 400) {
      // "Too large resource version": the server is behind what has been seen.
      this.#position = undefined;
    }
    const isNews = !this.#state.failing;
    this.#state.failed(describeFailure(error));
    // Only the platform team is told the reason, and once is enough.
    const isTheirs = error.failure === 'login' || error.httpStatus === 401;
    logger[isTheirs && isNews ? 'warn' : 'debug'](
      `Watching ${kind.kind} on cluster "${access.connection.name}": ${error.message}`,
    );
    const pause = this.#backoff.next(error.retryAfter);
    // A new login may come at any time; a question is cheap while it is refused.
    return isTheirs ? Math.min(pause, LOGIN_PAUSE) : pause;
  }
}

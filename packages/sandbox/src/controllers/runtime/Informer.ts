import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesClient } from './KubernetesClient';
import { isGone, NoKindMatchError, isNotFound } from './KubernetesApiError';
import type {
  GroupVersionKind,
  KubernetesObject,
  Log,
  ObjectKey,
} from './types';

/** A change as the informer saw it. `previous` is what was known before. */
export type Change<T extends KubernetesObject = KubernetesObject> = {
  type: 'added' | 'modified' | 'deleted';
  object: T;
  previous?: T;
};

/** Called with each change, in order, and with `added` for what is known already. */
export type ChangeHandler<T extends KubernetesObject = KubernetesObject> = (
  change: Change<T>,
) => void;

/** Intervals of an informer; the defaults suit a real API server. */
export type InformerTiming = {
  /** A real server sends a bookmark about once a minute. Silence beyond this means the watch is dead. */
  idleTimeoutMs: number;
  firstRetryMs: number;
  maxRetryMs: number;
};

const DEFAULT_TIMING: InformerTiming = {
  idleTimeoutMs: 100_000,
  firstRetryMs: 250,
  maxRetryMs: 15_000,
};
const WATCH_SECONDS = 300;

/** The name of an object as one string. */
export function keyOf(key: ObjectKey): string {
  return key.namespace ? `${key.namespace}/${key.name}` : key.name;
}

/** The opposite of {@link keyOf}. */
export function parseKey(key: string): ObjectKey {
  const slash = key.indexOf('/');
  if (slash < 0) return { name: key };
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/**
 * Keeps all objects of one kind in memory: lists them, watches, and begins anew when the watch has become too old, was
 * silent for too long or the kind itself went away. Objects handed out are shared and must not be changed.
 */
export class Informer<T extends KubernetesObject = KubernetesObject> {
  readonly synced: Promise<void>;
  private readonly objects = new Map<string, T>();
  private readonly handlers = new Set<ChangeHandler<T>>();
  private readonly abort = new AbortController();
  private readonly running: Promise<void>;
  private markSynced: () => void = () => undefined;
  private isSynced = false;
  private version: string | undefined;
  private failures = 0;

  constructor(
    private readonly client: KubernetesClient,
    readonly gvk: GroupVersionKind,
    private readonly log: Log,
    private readonly timing: InformerTiming = DEFAULT_TIMING,
  ) {
    this.synced = new Promise(resolve => {
      this.markSynced = resolve;
    });
    this.running = this.run();
  }

  /** Whether the first list has arrived. */
  get hasSynced(): boolean {
    return this.isSynced;
  }

  get(key: ObjectKey): T | undefined {
    return this.objects.get(keyOf(key));
  }

  list(namespace?: string): T[] {
    const all = [...this.objects.values()];
    return namespace
      ? all.filter(it => it.metadata.namespace === namespace)
      : all;
  }

  /** Registers a handler. @returns how to take it back */
  onChange(handler: ChangeHandler<T>): () => void {
    this.handlers.add(handler);
    for (const object of this.objects.values()) {
      handler({ type: 'added', object });
    }
    return () => this.handlers.delete(handler);
  }

  async stop(): Promise<void> {
    this.abort.abort();
    this.markSynced();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.abort;
    while (!signal.aborted) {
      try {
        if (this.version === undefined) await this.relist();
        await this.follow();
      } catch (error) {
        if (signal.aborted) return;
        await this.recover(error);
      }
    }
  }

  private async relist(): Promise<void> {
    const { apiVersion, kind } = this.gvk;
    const list = await this.client.list<T>(apiVersion, kind);
    const gone = new Set(this.objects.keys());
    for (const object of list.items) {
      gone.delete(keyOf(nameOf(object)));
      this.put(object);
    }
    for (const key of gone) this.remove(key);
    this.version = list.resourceVersion;
    this.isSynced = true;
    this.markSynced();
  }

  private async follow(): Promise<void> {
    const { apiVersion, kind } = this.gvk;
    const events = this.client.watch(apiVersion, kind, {
      resourceVersion: this.version ?? '',
      timeoutSeconds: Math.round(WATCH_SECONDS * (1 + Math.random())),
      idleTimeoutMs: this.timing.idleTimeoutMs,
      signal: this.abort.signal,
    });
    const begun = Date.now();
    for await (const event of events) {
      this.version = event.object.metadata.resourceVersion;
      this.failures = 0;
      if (event.type === 'BOOKMARK') continue;
      const object = event.object as T;
      if (event.type === 'DELETED') this.remove(keyOf(nameOf(object)), object);
      else this.put(object);
    }
    // A watch that ends at once, again and again, must not turn into a busy loop.
    if (Date.now() - begun < 1000 && !this.abort.signal.aborted) {
      await this.pause();
    }
  }

  private async recover(error: unknown): Promise<void> {
    const kindIsGone = error instanceof NoKindMatchError || isNotFound(error);
    if (isGone(error) || kindIsGone) this.version = undefined;
    if (kindIsGone) {
      this.client.discovery.forget(this.gvk.apiVersion);
      for (const key of [...this.objects.keys()]) this.remove(key);
    } else if (!isGone(error)) {
      this.log('warn', 'A watch was interrupted and is begun again', {
        ...this.gvk,
        error: error instanceof Error ? error.message : String(error),
      });
    }
    if (isGone(error) && this.failures === 0) {
      this.failures += 1;
      return;
    }
    await this.pause();
  }

  private async pause(): Promise<void> {
    const { firstRetryMs, maxRetryMs } = this.timing;
    const delay = Math.min(firstRetryMs * 2 ** this.failures, maxRetryMs);
    this.failures += 1;
    const jittered = delay * (0.5 + Math.random() / 2);
    await sleep(jittered, undefined, { signal: this.abort.signal }).catch(
      () => undefined,
    );
  }

  private put(object: T): void {
    const key = keyOf(nameOf(object));
    const previous = this.objects.get(key);
    if (
      previous?.metadata.resourceVersion === object.metadata.resourceVersion
    ) {
      return;
    }
    this.objects.set(key, object);
    // A new uid under an old name is another object: its predecessor was deleted unseen.
    if (previous && previous.metadata.uid !== object.metadata.uid) {
      this.tell({ type: 'deleted', object: previous, previous });
      this.tell({ type: 'added', object });
      return;
    }
    this.tell({ type: previous ? 'modified' : 'added', object, previous });
  }

  private remove(key: string, last?: T): void {
    const previous = this.objects.get(key);
    if (!previous) return;
    this.objects.delete(key);
    this.tell({ type: 'deleted', object: last ?? previous, previous });
  }

  private tell(change: Change<T>): void {
    for (const handler of this.handlers) {
      try {
        handler(change);
      } catch (error) {
        this.log('error', 'A handler of changes failed', {
          ...this.gvk,
          error: error instanceof Error ? error.message : String(error),
        });
      }
    }
  }
}

function nameOf(object: KubernetesObject): ObjectKey {
  return {
    namespace: object.metadata.namespace,
    name: object.metadata.name ?? '',
  };
}

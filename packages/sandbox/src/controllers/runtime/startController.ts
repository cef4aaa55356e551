import type { ChangeHandler, Informer } from './Informer';
import { keyOf, parseKey } from './Informer';
import type { Change } from './Informer';
import type { KubernetesObject, Log, ObjectKey } from './types';
import type { Backoff } from './WorkQueue';
import { WorkQueue } from './WorkQueue';

/** Which objects to reconcile when something changed. */
export type ChangeMapper<T extends KubernetesObject = KubernetesObject> = (
  change: Change<T>,
) => ObjectKey[];

/** A kind whose changes wake the controller. */
export type Watch = {
  informer: Informer;
  /** The changed object itself, if absent. */
  map?: ChangeMapper;
};

/** What a pass wants next. Nothing, if it is content. */
export type ReconcileResult = { requeueAfterMs?: number; requeue?: boolean };

/** Options of {@link startController}. */
export type ControllerOptions = {
  name: string;
  watches: Watch[];
  /** Brings one object to what it should be. Throwing means: try again with backoff. */
  reconcile: (
    key: ObjectKey,
    signal: AbortSignal,
  ) => Promise<ReconcileResult | void>;
  concurrency?: number;
  backoff?: Backoff;
  log: Log;
};

/** A running controller. */
export type Controller = {
  /** Settles when all watches given at the start have listed. */
  synced: Promise<void>;
  enqueue(key: ObjectKey): void;
  enqueueAfter(key: ObjectKey, delayMs: number): void;
  /** Adds a watch while running. @returns how to take it back */
  watch(watch: Watch): () => void;
  /** Ends: no new passes are begun, running ones are waited for. */
  stop(): Promise<void>;
};

/** Runs a reconcile loop over a work queue that is fed by watches. */
export function startController(options: ControllerOptions): Controller {
  const { name, reconcile, log, concurrency = 1 } = options;
  const queue = new WorkQueue(options.backoff);
  const abort = new AbortController();
  const unsubscribes = new Set<() => void>();

  const watch = ({ informer, map = itself }: Watch) => {
    const handler: ChangeHandler = change => {
      for (const key of map(change)) queue.add(keyOf(key));
    };
    const unsubscribe = informer.onChange(handler);
    unsubscribes.add(unsubscribe);
    return () => {
      unsubscribe();
      unsubscribes.delete(unsubscribe);
    };
  };

  const pass = async (item: string) => {
    try {
      const result = await reconcile(parseKey(item), abort.signal);
      if (result?.requeue) {
        queue.retry(item);
        return;
      }
      queue.forget(item);
      if (result?.requeueAfterMs !== undefined) {
        queue.addAfter(item, result.requeueAfterMs);
      }
    } catch (error) {
      if (abort.signal.aborted) return;
      queue.retry(item);
      log('debug', 'A pass failed and is tried again', {
        controller: name,
        object: item,
        error: error instanceof Error ? error.message : String(error),
      });
    }
  };

  const work = async () => {
    for (;;) {
      const item = await queue.take();
      if (item === undefined) return;
      await pass(item);
      queue.done(item);
    }
  };

  for (const each of options.watches) watch(each);
  const synced = Promise.all(
    options.watches.map(it => it.informer.synced),
  ).then(() => undefined);
  // Nothing is reconciled before every cache is filled: a half-filled cache looks like missing objects.
  const workers = synced.then(() =>
    Promise.all(Array.from({ length: concurrency }, work)),
  );

  return {
    synced,
    enqueue: key => queue.add(keyOf(key)),
    enqueueAfter: (key, delayMs) => queue.addAfter(keyOf(key), delayMs),
    watch,
    stop: async () => {
      for (const unsubscribe of unsubscribes) unsubscribe();
      unsubscribes.clear();
      abort.abort();
      queue.close();
      await workers;
    },
  };
}

function itself(change: Change): ObjectKey[] {
  const { namespace, name } = change.object.metadata;
  return name ? [{ namespace, name }] : [];
}

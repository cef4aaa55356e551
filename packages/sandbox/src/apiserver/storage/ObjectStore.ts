import { ApiError } from '../errors';
import type { Change } from './Change';
import { ChangeLog } from './ChangeLog';
import type { Database } from './Database';
import { Draft, type ObjectView } from './Draft';
import { objectKey, type StoredObject } from './StoredObject';

interface PendingWrite {
  run(draft: Draft): void;
  settle(): void;
  fail(error: unknown): void;
}

/** Called after changes are durable, in order of revision. */
export type ChangeListener = (changes: readonly Change[]) => void;

/**
 * All objects, in memory for reading and in the database for keeps.
 *
 * @remarks
 * A write is a synchronous function over a {@link Draft}. Writes that arrive
 * while a commit is under way are run one after the other over the same draft
 * and committed together. So every write sees all writes before it, versions
 * are committed in the order they were counted, and a watcher can never meet a
 * lower version after a higher one. Memory, log and watchers learn of a change
 * only once it is durable.
 */
export class ObjectStore implements ObjectView {
  private readonly resources = new Map<string, Map<string, StoredObject>>();
  private readonly listeners = new Set<ChangeListener>();
  private readonly queue: PendingWrite[] = [];
  private working: Promise<void> | undefined;
  private compactedInDatabase: number;
  private committed: number;
  readonly log: ChangeLog;

  private constructor(
    private readonly database: Database,
    state: Awaited<ReturnType<Database['load']>>,
    options: { maxLogEntries: number; maxLogSize: number },
  ) {
    for (const object of state.objects) this.insert(object);
    this.committed = state.revision;
    this.compactedInDatabase = state.compactedRevision;
    this.log = new ChangeLog({
      compactedRevision: state.compactedRevision,
      maxEntries: options.maxLogEntries,
      maxSize: options.maxLogSize,
    });
    this.log.append(state.changes);
  }

  /** Reads everything from the database. */
  static async open(
    database: Database,
    options: { maxLogEntries?: number; maxLogSize?: number } = {},
  ): Promise<ObjectStore> {
    return new ObjectStore(database, await database.load(), {
      maxLogEntries: options.maxLogEntries ?? 5_000,
      maxLogSize: options.maxLogSize ?? 8_000_000,
    });
  }

  /** Revision of the last durable change. */
  get revision(): number {
    return this.committed;
  }

  get(
    resource: string,
    namespace: string,
    name: string,
  ): StoredObject | undefined {
    return this.resources.get(resource)?.get(objectKey(namespace, name));
  }

  *list(resource: string, namespace?: string): Iterable<StoredObject> {
    for (const object of this.resources.get(resource)?.values() ?? []) {
      if (namespace === undefined || object.namespace === namespace) {
        yield object;
      }
    }
  }

  /** How many objects there are, by resource. */
  counts(): [resource: string, count: number][] {
    return [...this.resources].map(([resource, objects]) => [
      resource,
      objects.size,
    ]);
  }

  /** Resources that have at least one object. */
  storedResources(): string[] {
    return [...this.resources]
      .filter(([, objects]) => objects.size > 0)
      .map(([resource]) => resource);
  }

  /**
   * The objects of a resource as they were at `revision`; undefined if the log
   * does not reach back so far.
   */
  listAt(
    revision: number,
    resource: string,
    namespace?: string,
  ): StoredObject[] | undefined {
    const later = this.log.since(revision, resource);
    if (!later) return undefined;
    const objects = new Map<string, StoredObject>();
    for (const object of this.list(resource, namespace)) {
      objects.set(objectKey(object.namespace, object.name), object);
    }
    for (const change of later.reverse()) {
      const { object, previous } = change;
      if (namespace !== undefined && object.namespace !== namespace) continue;
      const key = objectKey(object.namespace, object.name);
      if (previous) objects.set(key, previous);
      else objects.delete(key);
    }
    return [...objects.values()];
  }

  /** Is told of all changes from now on; answers how to stop. */
  subscribe(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Runs `change` over a draft and commits what it did. Rejects with whatever
   * it throws, in which case nothing of it is kept.
   */
  write<T>(change: (draft: Draft) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: T;
      this.queue.push({
        run: draft => {
          result = change(draft);
        },
        settle: () => resolve(result),
        fail: reject,
      });
      this.start();
    });
  }

  /** Runs `change` over a draft and forgets what it did. */
  dryRun<T>(change: (draft: Draft) => T): T {
    return change(new Draft(this, this.committed, true));
  }

  /**
   * Replaces texts in memory without a new version: for objects whose stored
   * form reads differently under a changed schema.
   */
  rewriteInMemory(
    resource: string,
    rewrite: (object: StoredObject) => StoredObject,
  ): void {
    for (const object of [...this.list(resource)]) this.insert(rewrite(object));
  }

  /** Drops the change log up to `revision`, as compaction would. */
  async compact(revision: number): Promise<void> {
    this.log.compact(revision);
    await this.database.compact(revision);
  }

  /** Finishes what is queued and closes the database. */
  async close(): Promise<void> {
    await this.working;
    await this.database.close();
  }

  private start(): void {
    this.working ??= this.work().finally(() => {
      this.working = undefined;
      if (this.queue.length > 0) this.start();
    });
  }

  private async work(): Promise<void> {
    // Lets requests that arrived in the same turn share the commit.
    await Promise.resolve();
    while (this.queue.length > 0) {
      await this.commitBatch(this.queue.splice(0));
    }
  }

  private async commitBatch(batch: PendingWrite[]): Promise<void> {
    const draft = new Draft(this, this.committed, false);
    const done: PendingWrite[] = [];
    for (const pending of batch) {
      const own = new Draft(draft, draft.lastRevision, false);
      try {
        pending.run(own);
        draft.absorb(own);
        done.push(pending);
      } catch (error) {
        pending.fail(error);
      }
    }
    try {
      if (draft.changes.length > 0) await this.database.commit(draft.changes);
    } catch (error) {
      const failure = ApiError.internal('the database did not take the change');
      failure.cause = error;
      for (const pending of done) pending.fail(failure);
      return;
    }
    this.publish(draft.changes);
    for (const pending of done) pending.settle();
    await this.compactDatabase();
  }

  private publish(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    for (const change of changes) {
      const { resource, namespace, name } = change.object;
      if (change.type === 'DELETED') {
        this.resources.get(resource)?.delete(objectKey(namespace, name));
      } else {
        this.insert(change.object);
      }
    }
    this.committed = changes[changes.length - 1].revision;
    this.log.append(changes);
    for (const listener of this.listeners) listener(changes);
  }

  /** The table follows the log in memory at a distance, to save statements. */
  private async compactDatabase(): Promise<void> {
    const target = this.log.compactedRevision;
    if (target - this.compactedInDatabase < 500) return;
    this.compactedInDatabase = target;
    await this.database.compact(target).catch(() => undefined);
  }

  private insert(object: StoredObject): void {
    let objects = this.resources.get(object.resource);
    if (!objects) {
      objects = new Map();
      this.resources.set(object.resource, objects);
    }
    objects.set(objectKey(object.namespace, object.name), object);
  }
}

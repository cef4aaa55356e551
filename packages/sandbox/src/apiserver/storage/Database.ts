import type { Change } from './Change';
import type { StoredObject } from './StoredObject';

/** What the store reads at start. */
export interface LoadedState {
  /** Revision of the last committed change. */
  revision: number;
  compactedRevision: number;
  objects: StoredObject[];
  /** The kept part of the change log, oldest first. */
  changes: Change[];
}

/** Where objects outlive the process. */
export interface Database {
  load(): Promise<LoadedState>;
  /**
   * Writes a batch of changes in one transaction, whole or not at all. Resolves
   * only once it is durable.
   */
  commit(changes: readonly Change[]): Promise<void>;
  /** Drops the log up to and including the revision. */
  compact(revision: number): Promise<void>;
  close(): Promise<void>;
}

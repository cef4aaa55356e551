/** What a requester is told of a request, each at most once. */
export type Outcome = 'ready' | 'failed';

/** Remembers what has been told, across restarts and replicas. */
export interface NoticeStore {
  /**
   * Takes the task of telling an outcome.
   *
   * @returns false when it has been told, or is being told, by anybody.
   */
  claim(uid: string, outcome: Outcome): Promise<boolean>;
  /** Gives the task back after a failure, so that it is tried again. */
  release(uid: string, outcome: Outcome): Promise<void>;
  /** Forgets everything told before a time. */
  prune(before: Date): Promise<number>;
}

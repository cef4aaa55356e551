import type { StoredObject } from './StoredObject';

/** What happened to an object. */
export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One entry of the change log; watches are fed from it. */
export interface Change {
  readonly revision: number;
  readonly type: ChangeType;
  /** The object after the change; for `DELETED` its last state. */
  readonly object: StoredObject;
  /** The object before the change; unset for `ADDED`. */
  readonly previous?: StoredObject;
}

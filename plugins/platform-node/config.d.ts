import type { HumanDuration } from '@backstage/types';

export interface Config {
  /** How the portal deals with clusters. The clusters themselves are listed under `kubernetes`. */
  platform?: {
    /** How long one ordinary request to a cluster may take. Defaults to 15 seconds. */
    requestTimeout?: HumanDuration | string;
    /** How people are known on clusters. */
    impersonation?: {
      /**
       * Before every user and group name sent to a cluster. Lower-case letters, digits, dots and
       * dashes, then a colon. Defaults to `cairn:`.
       */
      prefix?: string;
      /** How long verified group memberships are kept; at most, and by default, 30 seconds. */
      membershipTtl?: HumanDuration | string;
    };
    /** The shared watches. */
    watch?: {
      /** How long a first list waits for a cluster. Defaults to 5 seconds. */
      firstListTimeout?: HumanDuration | string;
      /** How long one watch lasts before it is renewed. Defaults to 50 seconds. */
      duration?: HumanDuration | string;
      /** How long a watch may be silent before it counts as stalled; longer than `duration`. Defaults to 55 seconds. */
      stallDeadline?: HumanDuration | string;
      /** How long a source may fail before its data are called stale. Defaults to 15 seconds. */
      staleAfter?: HumanDuration | string;
      /** How long a watch that nobody reads is kept. Defaults to 15 minutes. */
      idleAfter?: HumanDuration | string;
      /** How often everything is listed anew. Defaults to one hour. */
      resyncAfter?: HumanDuration | string;
      /** First pause after a failure; it doubles. Defaults to 1 second. */
      minBackoff?: HumanDuration | string;
      /** Longest pause after a failure. Defaults to 30 seconds. */
      maxBackoff?: HumanDuration | string;
      /** Objects per list request. Defaults to 500. */
      pageSize?: number;
      /** Most objects held of one kind on one cluster. Defaults to 50000. */
      maxObjects?: number;
    };
  };
}

import type { GroupKind } from '../types';

/** A kind as a cluster serves it, in the version the cluster prefers. */
export interface DiscoveredKind extends GroupKind {
  version: string;
  plural: string;
  namespaced: boolean;
  verbs: string[];
}

/** Finds kinds by asking the cluster. */
export interface KindDiscovery {
  /**
   * Undefined when the cluster does not offer the kind. A kind that is not known yet makes the
   * cluster be asked again, but not more than once in a few seconds.
   *
   * @throws ClusterRequestError when the cluster cannot be asked.
   */
  find(kind: GroupKind): Promise<DiscoveredKind | undefined>;
  /** Forgets what is known, so that the next `find` asks. */
  invalidate(): void;
}

/** How one thing on a cluster was found. */
export type FindingState = 'found' | 'missing' | 'refused' | 'unknown';

/** One thing the portal looks for on a cluster. */
export interface Finding {
  /** Stable name, for programs. */
  id: string;
  /** What it is, in a word or two. */
  title: string;
  state: FindingState;
  /** What there is, in a sentence fragment. */
  found: string;
  /** What does not work without it. */
  switchesOff?: string;
  /** What to do about it: a command or a sentence. */
  mend?: string;
}

/** Who acts on the cluster for the portal. */
export interface PortalIdentity {
  kind: 'service-account' | 'own';
  username: string;
  groups: string[];
  /** Why it is not the ServiceAccount. */
  because?: string;
}

/** Everything that was found on a cluster. */
export interface ClusterReport {
  context: string;
  server: string;
  version: string;
  identity: PortalIdentity;
  findings: Finding[];
}

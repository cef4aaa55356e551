import type {
  SourceHealth,
  StateDescription,
} from '@cairn/plugin-platform-common';

/** Which Application. @public */
export interface DeliveryRef {
  /** Name of the cluster in the portal's configuration that holds the Application. */
  cluster: string;
  namespace: string;
  name: string;
}

/** A version of a source, with the way to it. @public */
export interface Revision {
  /** What Argo CD names: a commit, or the tag, branch or chart version where there is none. */
  revision: string;
  /** The first seven characters of a commit; anything else whole. */
  short: string;
  repoUrl?: string;
  /** The commit on the git host; only where the host is known and the revision is a commit. */
  url?: string;
}

/** Where an Application delivers to. @public */
export interface DeliveryDestination {
  /** The cluster in the portal's configuration, when it is one of them. */
  cluster?: string;
  /** Argo CD's own name or address of the cluster. */
  server: string;
  namespace?: string;
}

/** Why what is shown may be out of date. @public */
export interface Staleness {
  /**
   * `cluster`: the portal cannot read the cluster; `git`: Argo CD cannot read the source; `controller`:
   * Argo CD has not looked for long.
   */
  cause: 'cluster' | 'git' | 'controller';
  /** Since when what is shown may be wrong, RFC 3339. */
  since: string;
  sentence: string;
}

/** One Application in a list. @public */
export interface DeliverySummary extends DeliveryRef {
  uid: string;
  project: string;
  destination: DeliveryDestination;
  /** Entity reference of the owning group; missing where nobody owns the namespace or the project. */
  owner?: string;
  environment?: string;
  /** Value of the label `backstage.io/kubernetes-id`. */
  component?: string;
  state: StateDescription;
  /** Argo CD's words. */
  sync: string;
  health: string;
  /** What runs; several for an Application of several sources, none when nothing was deployed yet. */
  deployed: Revision[];
  /** Since when it runs, RFC 3339. */
  deployedAt?: string;
  /** When Argo CD last compared git and cluster, RFC 3339. */
  lastCompared?: string;
  stale?: Staleness;
}

/** The last thing Argo CD did, or what it is doing. @public */
export interface DeliveryOperation {
  phase: 'Running' | 'Terminating' | 'Succeeded' | 'Failed' | 'Error';
  kind: 'sync' | 'rollback' | 'self-heal' | 'partial sync' | 'dry run';
  message?: string;
  /** Whoever asked for it; `Argo CD` when it was automatic. */
  by: string;
  automated: boolean;
  revisions: Revision[];
  startedAt?: string;
  finishedAt?: string;
  /** How often it has been tried again. */
  retries?: number;
}

/** One deployment of the past. @public */
export interface DeliveryHistoryEntry {
  id: number;
  revisions: Revision[];
  deployedAt: string;
  startedAt?: string;
  by: string;
  automated: boolean;
}

/** What Argo CD complains about. @public */
export interface DeliveryCondition {
  type: string;
  message: string;
  since?: string;
}

/** A resource that is not as git says, or not healthy. @public */
export interface DeliveryResource {
  group: string;
  kind: string;
  namespace?: string;
  name: string;
  sync?: string;
  health?: string;
  /** It is no longer in git and still in the cluster. */
  requiresPruning?: true;
  message?: string;
}

/** Everything about one Application. @public */
export interface DeliveryDetail extends DeliverySummary {
  sources: SourceHealth[];
  createdAt?: string;
  /** Whether Argo CD syncs by itself. */
  automated: boolean;
  selfHeal: boolean;
  /** What the Application follows, for example `main`; several for several sources. */
  follows: { repoUrl: string; path?: string; targetRevision: string }[];
  /** What git holds now, as of `lastCompared`. */
  desired: Revision[];
  operation?: DeliveryOperation;
  /** The last ten, newest first. */
  history: DeliveryHistoryEntry[];
  conditions: DeliveryCondition[];
  /** Only what is out of sync or not healthy. */
  resources: DeliveryResource[];
  resourceCount: number;
}

/** One page of Applications. @public */
export interface DeliveryList {
  items: DeliverySummary[];
  totalItems: number;
  nextCursor?: string;
  sources: SourceHealth[];
}

/** How an entity names its Applications. @public */
export interface DeliverySelector {
  /** Where the portal has it from, as people write it. */
  from: string;
  name?: string;
  namespace?: string;
  labels?: Record<string, string>;
}

/** The Applications of an entity. @public */
export interface EntityDelivery {
  /** Missing where the entity names none. */
  selector?: DeliverySelector;
  items: DeliveryDetail[];
  sources: SourceHealth[];
}

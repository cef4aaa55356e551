import type { JsonObject, KubernetesObject } from '../runtime';

/** API group and version of Argo CD's kinds. */
export const argoApiVersion = 'argoproj.io/v1alpha1';

/** Where manifests come from. */
export type ApplicationSource = {
  repoURL: string;
  path?: string;
  targetRevision?: string;
  chart?: string;
  ref?: string;
  name?: string;
  directory?: {
    recurse?: boolean;
    include?: string;
    exclude?: string;
    jsonnet?: JsonObject;
  };
  helm?: JsonObject;
  kustomize?: JsonObject;
  plugin?: JsonObject;
};

/** Where resources go. */
export type Destination = {
  server?: string;
  name?: string;
  namespace?: string;
};

/** Differences that do not count. */
export type IgnoreDifferences = {
  group?: string;
  kind: string;
  name?: string;
  namespace?: string;
  jsonPointers?: string[];
  jqPathExpressions?: string[];
  managedFieldsManagers?: string[];
};

/** How often, and how patiently, a failed operation is tried again. */
export type RetryStrategy = {
  limit?: number;
  refresh?: boolean;
  backoff?: { duration?: string; factor?: number; maxDuration?: string };
};

/** When and how to synchronise without being asked. */
export type SyncPolicy = {
  automated?: {
    prune?: boolean;
    selfHeal?: boolean;
    allowEmpty?: boolean;
    enabled?: boolean;
  };
  syncOptions?: string[];
  retry?: RetryStrategy;
  managedNamespaceMetadata?: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
};

/** What an Application is meant to be. */
export type ApplicationSpec = {
  project: string;
  source?: ApplicationSource;
  sources?: ApplicationSource[];
  destination: Destination;
  syncPolicy?: SyncPolicy;
  ignoreDifferences?: IgnoreDifferences[];
  info?: { name: string; value: string }[];
  revisionHistoryLimit?: number;
};

/** A resource that a partial synchronisation selects. */
export type SelectedResource = {
  group?: string;
  kind: string;
  name: string;
  namespace?: string;
};

/** A synchronisation that is asked for. */
export type SyncOperation = {
  revision?: string;
  revisions?: string[];
  prune?: boolean;
  dryRun?: boolean;
  resources?: SelectedResource[];
  source?: ApplicationSource;
  sources?: ApplicationSource[];
  manifests?: string[];
  syncOptions?: string[];
  syncStrategy?: { apply?: JsonObject; hook?: JsonObject };
  autoHealAttemptsCount?: number;
};

/** Who began an operation. */
export type Initiator = { automated?: boolean; username?: string };

/** An operation that is asked for, on the object's `operation`. */
export type Operation = {
  sync?: SyncOperation;
  retry?: RetryStrategy;
  initiatedBy?: Initiator;
  info?: { name: string; value: string }[];
};

/** Phases of an operation and of its hooks. */
export type OperationPhase =
  | 'Running'
  | 'Terminating'
  | 'Failed'
  | 'Error'
  | 'Succeeded';

/** Parts of a synchronisation, in their order. */
export type SyncPhase =
  | 'PreSync'
  | 'Sync'
  | 'PostSync'
  | 'SyncFail'
  | 'PreDelete'
  | 'PostDelete';

/** What became of one resource in a synchronisation. */
export type ResourceResult = {
  group: string;
  version: string;
  kind: string;
  namespace: string;
  name: string;
  status?: 'Synced' | 'SyncFailed' | 'Pruned' | 'PruneSkipped';
  message?: string;
  hookType?: string;
  hookPhase?: OperationPhase;
  syncPhase?: SyncPhase;
  images?: string[];
};

/** What a synchronisation did. */
export type SyncResult = {
  revision?: string;
  revisions?: string[];
  source?: ApplicationSource;
  sources?: ApplicationSource[];
  resources?: ResourceResult[];
  managedNamespaceMetadata?: SyncPolicy['managedNamespaceMetadata'];
};

/** The present or the last operation. */
export type OperationState = {
  operation: Operation;
  phase: OperationPhase;
  message?: string;
  startedAt: string;
  finishedAt?: string;
  retryCount?: number;
  syncResult?: SyncResult;
};

/** One deployment of the past. */
export type RevisionHistory = {
  id: number;
  revision?: string;
  revisions?: string[];
  source?: ApplicationSource;
  sources?: ApplicationSource[];
  deployStartedAt?: string;
  deployedAt: string;
  initiatedBy?: Initiator;
};

/** Sync states of a resource and of an Application. */
export type SyncStatusCode = 'Synced' | 'OutOfSync' | 'Unknown';

/** Health states, best first. */
export const healthOrder = [
  'Healthy',
  'Suspended',
  'Progressing',
  'Missing',
  'Degraded',
  'Unknown',
] as const;

/** Health of a resource or an Application. */
export type HealthStatusCode = (typeof healthOrder)[number];

/** Health with the reason. */
export type Health = { status: HealthStatusCode; message?: string };

/** A resource as the Application's status lists it. */
export type ResourceStatus = {
  group?: string;
  version?: string;
  kind: string;
  namespace?: string;
  name: string;
  status?: SyncStatusCode;
  hook?: boolean;
  requiresPruning?: boolean;
  syncWave?: number;
};

/** Something to know about an Application. */
export type ApplicationCondition = {
  type: string;
  message: string;
  lastTransitionTime?: string;
};

/** What the target was compared to. */
export type SyncStatus = {
  status: SyncStatusCode | '';
  revision?: string;
  revisions?: string[];
  comparedTo?: {
    source?: ApplicationSource;
    sources?: ApplicationSource[];
    destination: Destination;
    ignoreDifferences?: IgnoreDifferences[];
  };
};

/** What an Application is. */
export type ApplicationStatus = {
  sync?: SyncStatus;
  health?: Health & { lastTransitionTime?: string };
  resources?: ResourceStatus[];
  conditions?: ApplicationCondition[];
  history?: RevisionHistory[];
  operationState?: OperationState;
  reconciledAt?: string;
  sourceType?: string;
  sourceTypes?: string[];
  summary?: { images?: string[]; externalURLs?: string[] };
  controllerNamespace?: string;
  resourceHealthSource?: string;
};

/** An Application. */
export type Application = KubernetesObject & {
  spec: ApplicationSpec;
  status?: ApplicationStatus;
  operation?: Operation;
};

/** A time in which synchronisations are allowed or denied. */
export type SyncWindow = {
  kind: 'allow' | 'deny';
  schedule: string;
  duration: string;
  applications?: string[];
  namespaces?: string[];
  clusters?: string[];
  manualSync?: boolean;
  timeZone?: string;
  andOperator?: boolean;
};

/** Kinds, with `*` for any. */
export type GroupKind = { group: string; kind: string; name?: string };

/** What a team's Applications may do. */
export type AppProject = KubernetesObject & {
  spec: {
    description?: string;
    sourceRepos?: string[];
    destinations?: Destination[];
    clusterResourceWhitelist?: GroupKind[];
    clusterResourceBlacklist?: GroupKind[];
    namespaceResourceWhitelist?: GroupKind[];
    namespaceResourceBlacklist?: GroupKind[];
    sourceNamespaces?: string[];
    syncWindows?: SyncWindow[];
    roles?: JsonObject[];
  };
};

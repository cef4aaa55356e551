import type {
  Condition,
  KubernetesObject,
  SourceHealth,
  State,
  StateDescription,
  TenantNamespace,
} from '@cairn/plugin-platform-common';

/**
 * Something that can be requested: one XRD of a cluster that opted in by the label
 * `cairn.dev/offering: "true"`. Its id is the XRD's name, for example `databases.platform.cairn.dev`.
 *
 * @public
 */
export interface Offering {
  id: string;
  cluster: string;
  group: string;
  kind: string;
  plural: string;
  /** The served version that is referenceable. */
  version: string;
  scope: 'Namespaced' | 'Cluster' | 'LegacyCluster';
  title: string;
  description?: string;
  /** openAPIV3Schema of `spec`, without Crossplane's own fields. */
  specSchema: Record<string, unknown>;
  /** Names of the keys of its connection Secret; absent when it has none. */
  connectionKeys?: string[];
  /**
   * Which values of a field of `spec` the cluster's Compositions provide, for example
   * `{ engine: ['postgres'] }`; absent when no Composition says (annotation `cairn.dev/provides`).
   */
  provided?: Record<string, string[]>;
  /** False until the XRD says Established=True; `reason` then says why. */
  available: boolean;
  reason?: string;
  /** Since when its definition is being deleted, RFC 3339. */
  withdrawnAt?: string;
}

/** Where one claim is. @public */
export interface ClaimRef {
  cluster: string;
  offering: string;
  namespace: string;
  name: string;
}

/** A row of the list. @public */
export interface ClaimSummary extends ClaimRef {
  uid: string;
  kind: string;
  /** Entity reference of the owning group. */
  owner: string;
  environment?: string;
  state: StateDescription;
  createdAt: string;
  /** Entity reference of the person who asked, where known. */
  requestedBy?: string;
  /** The component it is for, as the label `backstage.io/kubernetes-id` says, where it does. */
  component?: string;
  /** For databases: engine, version, size … straight from `spec`, Crossplane's own fields left out. */
  spec: Record<string, unknown>;
}

/** A composed resource, with its own state; children are nested composites' resources. @public */
export interface ComposedResource {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
  /** Name within the composition, from `crossplane.io/composition-resource-name`. */
  resourceName?: string;
  /** Absent while the resource does not exist yet, or may not be read. RFC 3339. */
  createdAt?: string;
  state: StateDescription;
  conditions: Condition[];
  children: ComposedResource[];
}

/** One step of the timeline. @public */
export interface TimelineStep {
  id:
    | 'submitted'
    | 'accepted'
    | 'composed'
    | 'ready'
    | 'credentials'
    | 'deleting';
  title: string;
  status: 'done' | 'current' | 'pending' | 'failed';
  /** RFC 3339. */
  startedAt?: string;
  finishedAt?: string;
  /** Who or what is waited for, in words. */
  detail?: string;
}

/** An event of the claim or one of its composed resources. @public */
export interface ClaimEvent {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  count: number;
  lastSeen: string;
  regarding: { kind: string; name: string };
}

/** Where the credentials are; never what they are. @public */
export interface ConnectionInfo {
  secretName: string;
  namespace: string;
  /** Names of the keys the offering documents. Values never leave the cluster. */
  keys: string[];
  ready: boolean;
}

/**
 * What a person ought to know about a claim although it may be ready: a trap of the engines that they
 * do not tell of themselves.
 *
 * @public
 */
export interface ClaimWarning {
  id:
    | 'withdrawn'
    | 'revision-behind'
    | 'adopted'
    | 'recreated'
    | 'password-lost'
    | 'old-value'
    | 'secret-missing';
  /** What is the matter, in a few words. */
  title: string;
  /** What has happened and what follows from it. */
  sentence: string;
  /** What to do. */
  advice?: string;
  /** RFC 3339. */
  since?: string;
  /** The part it is about; the claim itself when left out. */
  regarding?: { kind: string; name: string };
}

/** Everything a detail page shows. @public */
export interface ClaimDetail extends ClaimSummary {
  conditions: Condition[];
  warnings: ClaimWarning[];
  timeline: TimelineStep[];
  composed: ComposedResource[];
  events: ClaimEvent[];
  connection?: ConnectionInfo;
  /** The object as YAML, managedFields left out. */
  yaml: string;
  sources: SourceHealth[];
  permissions: { delete: boolean };
}

/** What a person sends to request something. @public */
export interface ClaimRequest {
  cluster: string;
  offering: string;
  namespace: string;
  name: string;
  /** The component it is for: what its entity's annotation `backstage.io/kubernetes-id` says. */
  component?: string;
  spec: Record<string, unknown>;
}

/** One thing wrong with a request, at its field. @public */
export interface FieldProblem {
  /** Dotted path as the cluster names it, for example `spec.storageGB`, `metadata.name`. */
  field: string;
  message: string;
}

/** One check made before anything is submitted. @public */
export interface PreflightCheck {
  id: 'name' | 'schema' | 'access' | 'dry-run';
  title: string;
  verdict: 'passed' | 'failed' | 'not-run';
  message?: string;
}

/** Answer of the dry run: nothing has been created. @public */
export interface Preflight {
  ok: boolean;
  /** The manifest that would be submitted, as YAML. */
  manifest: string;
  /** The object as the server would store it, defaults filled in. */
  object?: KubernetesObject;
  checks: PreflightCheck[];
  problems: FieldProblem[];
  warnings: string[];
}

/** @public */
export interface ClaimList {
  items: ClaimSummary[];
  totalItems: number;
  nextCursor?: string;
  sources: SourceHealth[];
}

/** Where the person may request an offering. @public */
export interface RequestTargets {
  items: TenantNamespace[];
  sources: SourceHealth[];
}

/** Sent on the signals channel `claims` when a claim the person may see changes. @public */
export interface ClaimSignal extends ClaimRef {
  [key: string]: string;
  change: 'added' | 'modified' | 'deleted';
}

/** What can be requested. @public */
export interface OfferingList {
  items: Offering[];
  sources: SourceHealth[];
}

/**
 * Whether a name can be used for a new claim. `unknown` when the cluster cannot be asked just now, and
 * in a namespace where the person may not look.
 *
 * @public
 */
export interface NameAvailability {
  verdict: 'ok' | 'invalid' | 'taken' | 'unknown';
  /** What is wrong with the name and how to mend it. */
  message?: string;
}

/** What a list of claims can be sorted by. @public */
export type ClaimSortKey =
  | 'name'
  | 'namespace'
  | 'owner'
  | 'environment'
  | 'state'
  | 'createdAt';

/** A leading minus turns the order round. @public */
export type ClaimSort = ClaimSortKey | `-${ClaimSortKey}`;

/** Which claims of a list are wanted; several values of one part mean any of them. @public */
export interface ClaimListFilter {
  offering?: string[];
  /** Entity references of owning groups. */
  owner?: string[];
  namespace?: string[];
  cluster?: string[];
  environment?: string[];
  /** Values of the label `backstage.io/kubernetes-id`. */
  component?: string[];
  state?: State[];
  /** Words that must all occur in name, place, owner, kind or a value of the spec. */
  q?: string;
}

/** A page of a list. @public */
export interface ClaimListQuery extends ClaimListFilter {
  sort?: ClaimSort;
  /** 1 to 1000; 100 when left out. */
  limit?: number;
  cursor?: string;
}

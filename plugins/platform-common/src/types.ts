/**
 * A Kubernetes object as it travels on the wire, reduced to what every kind has.
 *
 * @public
 */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/**
 * The part of `metadata` the portal reads. Times are RFC 3339 in UTC.
 *
 * @public
 */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  [field: string]: unknown;
}

/** @public */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/**
 * A condition of `status.conditions`, as the Kubernetes API conventions define it.
 *
 * @public
 */
export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  observedGeneration?: number;
}

/**
 * The one vocabulary in which the portal says how something is.
 *
 * @public
 */
export type State =
  | 'ready'
  | 'working'
  | 'waiting'
  | 'needs-attention'
  | 'failed'
  | 'unknown'
  | 'paused'
  | 'deleting';

/**
 * A state with the sentence that explains it to a developer.
 *
 * @public
 */
export interface StateDescription {
  state: State;
  /** One plain sentence: what is the case, why, and what to do where there is something to do. */
  sentence: string;
  /** Since when, RFC 3339. */
  since?: string;
  /** The upstream's own words (reason and message), for a Details view. */
  detail?: string;
}

/**
 * A namespace and the team it belongs to.
 *
 * @public
 */
export interface TenantNamespace {
  /** Name of the cluster in the portal's configuration. */
  cluster: string;
  name: string;
  /** Entity reference of the owning group, for example `group:default/payments`. */
  owner: string;
  /** Value of the label `cairn.dev/environment`, for example `dev`. */
  environment?: string;
}

/**
 * How fresh one source of data (a watched kind on a cluster) is.
 *
 * @public
 */
export interface SourceHealth {
  cluster: string;
  /** `plural.group` or, for the core group, just `plural`. */
  resource: string;
  state: 'synced' | 'catching-up' | 'stale';
  /** When the newest data from this source was known to be current, RFC 3339. */
  asOf?: string;
  /** Set while `state` is `stale`. */
  staleSince?: string;
  /** One sentence with the cause, fit to be shown; never an upstream body. */
  error?: string;
  /**
   * True while the cluster does not offer this kind: there is nothing to list and nothing is broken.
   * The watch begins by itself when the kind appears.
   */
  missing?: boolean;
}

import type {
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import type {
  KubernetesObject,
  SourceHealth,
  TenantNamespace,
} from '@cairn/plugin-platform-common';

/** Credentials of a signed-in person. @public */
export type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

/** A cluster of the `kubernetes:` configuration. @public */
export interface Cluster {
  name: string;
  title?: string;
  url: string;
}

/**
 * The clusters the portal knows, from the official plugin's `kubernetes:` configuration.
 *
 * @public
 */
export interface ClusterRegistry {
  list(): Cluster[];
  /** Throws NotFoundError for a name that is not configured. */
  get(name: string): Cluster;
}

/** A kind, independent of version; found by discovery, never by pluralising. @public */
export interface GroupKind {
  /** Empty for the core group. */
  group: string;
  kind: string;
}

/** Which objects of a kind. Everything left out matches everything. @public */
export interface CacheQuery extends GroupKind {
  cluster?: string;
  namespaces?: string[];
  name?: string;
  labelSelector?: Record<string, string>;
}

/** A cached object and the cluster it came from. Never mutate it: it is shared. @public */
export interface CachedObject {
  cluster: string;
  object: KubernetesObject;
}

/** A change of a cached object. @public */
export interface CacheChange extends CachedObject {
  type: 'added' | 'modified' | 'deleted';
  previous?: KubernetesObject;
}

/**
 * One list+watch per (cluster, kind), shared by every viewer and plugin.
 *
 * @public
 */
export interface WatchCache {
  /**
   * Answers from memory; the first call for a kind starts its watch and waits (bounded, default 5 s)
   * for the first list. A cluster that cannot be read is a row in `sources`, never an exception.
   */
  list(
    query: CacheQuery,
  ): Promise<{ items: CachedObject[]; sources: SourceHealth[] }>;
  /** Calls `listener` for every change that matches; returns the way to stop. */
  subscribe(
    query: CacheQuery,
    listener: (change: CacheChange) => void,
  ): () => void;
  /** How fresh every source is that is being watched now. */
  health(): SourceHealth[];
}

/** Which object a person acts on. @public */
export interface ObjectRef extends GroupKind {
  cluster: string;
  namespace?: string;
  name: string;
}

/**
 * Acts on a cluster as the signed-in person, by impersonation. Upstream failures are translated:
 * 404 and 403 to NotFoundError / NotAllowedError, 409 to ConflictError, 400 and 422 to
 * `KubernetesInvalidError` with the causes of the Status object, all else to ServiceUnavailableError
 * naming the cluster.
 *
 * @public
 */
export interface UserKubernetesClient {
  /** Server-side apply with the field manager `cairn`, never forced unless asked. */
  apply(
    object: KubernetesObject,
    options: {
      cluster: string;
      credentials: UserCredentials;
      dryRun?: boolean;
      force?: boolean;
      /** Fails with ConflictError when the object exists already. */
      createOnly?: boolean;
    },
  ): Promise<{ object: KubernetesObject; warnings: string[] }>;
  get(
    ref: ObjectRef,
    options: { credentials: UserCredentials },
  ): Promise<KubernetesObject>;
  list(
    query: GroupKind & {
      cluster: string;
      namespace?: string;
      fieldSelector?: string;
      labelSelector?: string;
      limit?: number;
    },
    options: { credentials: UserCredentials },
  ): Promise<KubernetesObject[]>;
  /** Deletes with a uid precondition; `propagation` defaults to Background. */
  delete(
    ref: ObjectRef & { uid: string },
    options: {
      credentials: UserCredentials;
      propagation?: 'Background' | 'Foreground';
      dryRun?: boolean;
    },
  ): Promise<void>;
  /** SelfSubjectAccessReview as the person. */
  can(
    attributes: GroupKind & {
      cluster: string;
      namespace?: string;
      name?: string;
      verb: string;
    },
    options: { credentials: UserCredentials },
  ): Promise<boolean>;
}

/**
 * Which namespace belongs to which team: the label `cairn.dev/owner` on the Namespace.
 *
 * @public
 */
export interface NamespaceTenancy {
  /** Every namespace that has an owner, of every cluster that can be read. */
  list(): Promise<{ items: TenantNamespace[]; sources: SourceHealth[] }>;
  /** Undefined for a namespace that is missing or has no owner: the caller must not tell the two apart. */
  find(ref: {
    cluster: string;
    namespace: string;
  }): Promise<TenantNamespace | undefined>;
}

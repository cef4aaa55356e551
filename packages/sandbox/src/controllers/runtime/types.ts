/** Any JSON value as it travels on the wire. */
export type Json =
  | string
  | number
  | boolean
  | null
  | Json[]
  | { [key: string]: Json | undefined };

/** A JSON object. */
export type JsonObject = { [key: string]: Json | undefined };

/** An owner, as in `metadata.ownerReferences`. */
export type OwnerReference = {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
};

/** The metadata every Kubernetes object has. */
export type ObjectMeta = {
  name?: string;
  generateName?: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: JsonObject[];
};

/** An object of any kind. What is beyond the metadata is narrowed by its reader. */
export type KubernetesObject = {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec?: JsonObject;
  status?: JsonObject;
  [field: string]: Json | ObjectMeta | undefined;
};

/** A kind in one version. */
export type GroupVersionKind = { apiVersion: string; kind: string };

/** Names one object. `namespace` is absent for cluster-scoped kinds. */
export type ObjectKey = { namespace?: string; name: string };

/** Names one object of any kind. */
export type ObjectRef = GroupVersionKind & ObjectKey;

/** Writes one line to the log. */
export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, unknown>,
) => void;

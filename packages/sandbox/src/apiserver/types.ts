/**
 * The contracts inside the API server: what the schema, auth and storage parts
 * hand to one another. Only plain data and pure functions cross these lines.
 */

/** A JSON value as it comes off the wire. */
export type Json =
  | string
  | number
  | boolean
  | null
  | Json[]
  | { [key: string]: Json };

/** A JSON object as it comes off the wire. */
export type JsonObject = { [key: string]: Json };

/** Metadata of a stored object; fields are those of `ObjectMeta`. */
export interface ObjectMeta {
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
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  managedFields?: ManagedFieldsEntry[];
}

/** `metav1.OwnerReference`. */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** `metav1.ManagedFieldsEntry`. */
export interface ManagedFieldsEntry {
  manager?: string;
  operation?: 'Apply' | 'Update';
  apiVersion?: string;
  time?: string;
  fieldsType?: 'FieldsV1';
  fieldsV1?: JsonObject;
  subresource?: string;
}

/** Any Kubernetes object: type, metadata, and whatever its kind carries. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** One `details.causes` entry of a `Status`; `field` is a path such as `spec.size`. */
export interface StatusCause {
  /** For example `FieldValueInvalid`, `FieldValueRequired`, `FieldManagerConflict`. */
  reason: string;
  /** Path from the root, such as `spec.ports[0].name`. */
  field: string;
  /**
   * The text without the field, for example
   * `Invalid value: "huge": must be ...`.
   */
  message: string;
}

/**
 * The part of a structural schema the server reads after compiling: enough for
 * apply (list and map types), tables and `explain`.
 */
export interface SchemaNode {
  type?: string;
  description?: string;
  properties?: Record<string, SchemaNode>;
  additionalProperties?: SchemaNode | boolean;
  items?: SchemaNode;
  format?: string;
  'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-map-type'?: 'granular' | 'atomic';
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-embedded-resource'?: boolean;
  'x-kubernetes-int-or-string'?: boolean;
  /** Built-in kinds only: strategic merge, as in the published OpenAPI. */
  'x-kubernetes-patch-strategy'?: string;
  'x-kubernetes-patch-merge-key'?: string;
  [keyword: string]: unknown;
}

/** A schema made ready for use; all functions work on whole objects. */
export interface CompiledSchema {
  /** The schema as written (structural), for apply, OpenAPI and tables. */
  schema: SchemaNode;
  /** Removes unknown fields in place; answers their paths, such as `spec.colour`. */
  prune(object: KubeObject): string[];
  /** Fills in defaults in place. */
  applyDefaults(object: KubeObject): void;
  /**
   * Checks the object (structure, formats, list types, CEL rules); with
   * `oldObject` transition rules too. Does not look at `metadata` beyond what
   * the schema restricts.
   */
  validate(object: KubeObject, oldObject?: KubeObject): StatusCause[];
  /** Built-in kinds: what an object has without anybody having written it. */
  empty?(): Record<string, unknown>;
}

/** `additionalPrinterColumns` of a CRD version, or a built-in column. */
export interface PrinterColumn {
  name: string;
  /** `string`, `integer`, `number`, `boolean` or `date`. */
  type: string;
  format?: string;
  description?: string;
  /** 0 is always shown; above 0 only in wide output. */
  priority?: number;
  /** Kubernetes JSON path such as `.spec.size`; unset for built-in kinds. */
  jsonPath?: string;
}

/** Scale subresource paths of a CRD version, or of a built-in workload. */
export interface ScaleSubresource {
  specReplicasPath: string;
  statusReplicasPath: string;
  labelSelectorPath?: string;
}

/** One version of one kind that the server serves. */
export interface ResourceType {
  /** `''` for the core group. */
  group: string;
  version: string;
  kind: string;
  /** `<Kind>List` unless a CRD says otherwise. */
  listKind: string;
  plural: string;
  singular: string;
  shortNames: string[];
  categories: string[];
  namespaced: boolean;
  /** Verbs of the main resource, in discovery order. */
  verbs: string[];
  subresources: {
    status?: boolean;
    scale?: ScaleSubresource;
  };
  printerColumns: PrinterColumn[];
  /** Field paths (without leading dot) usable in `fieldSelector` beside name and namespace. */
  selectableFields: string[];
  /** Deprecation text sent as a `Warning` header. */
  deprecationWarning?: string;
  /** Unset for kinds that take any content. */
  schema?: CompiledSchema;
  /** Name of the CRD this comes from; unset for built-in kinds. */
  crdName?: string;
  /** The version objects of this group and plural are stored in. */
  storageVersion: string;
}

/** Verbs as RBAC and audit name them. */
export type RequestVerb =
  | 'get'
  | 'list'
  | 'watch'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete'
  | 'deletecollection'
  | 'head'
  | 'post'
  | 'put'
  | 'options';

/** What a request asks for, parsed from method, path and query. */
export interface RequestInfo {
  isResourceRequest: boolean;
  verb: RequestVerb;
  /** Path without the query. */
  path: string;
  /** Set for resource requests; `''` for core. */
  group: string;
  version: string;
  /** Plural resource, or `''`. */
  resource: string;
  subresource: string;
  /** `''` when cluster scoped or across all namespaces. */
  namespace: string;
  /** `''` for collections. */
  name: string;
}

/** The person or machine behind a request. */
export interface UserInfo {
  username: string;
  uid?: string;
  groups: string[];
  extra?: Record<string, string[]>;
}

/** What RBAC decides on. */
export interface AccessAttributes {
  verb: string;
  group: string;
  version?: string;
  resource: string;
  subresource: string;
  namespace: string;
  name: string;
  /** Set for non-resource requests instead of the above. */
  path?: string;
}

/** Answer of the authorizer. */
export interface AccessDecision {
  allowed: boolean;
  /** For example `RBAC: allowed by RoleBinding "a/b" of Role "c" to Group "d"`. */
  reason: string;
}

/** Reads the RBAC objects of the moment; synchronous, from memory. */
export interface RbacReader {
  clusterRoles(): KubeObject[];
  clusterRole(name: string): KubeObject | undefined;
  clusterRoleBindings(): KubeObject[];
  role(namespace: string, name: string): KubeObject | undefined;
  roleBindings(namespace: string): KubeObject[];
}

/** Decides whether somebody may do something. */
export interface Authorizer {
  authorize(user: UserInfo, attributes: AccessAttributes): AccessDecision;
  /** All policy rules that hold for the user in a namespace (`''`: cluster wide). */
  rulesFor(user: UserInfo, namespace: string): PolicyRule[];
}

/** `rbacv1.PolicyRule`. */
export interface PolicyRule {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
}

/** What the authenticator reads of a request. */
export interface AuthenticationInput {
  /** `Authorization` header, if any. */
  authorization?: string;
  /** Subject of the verified client certificate, if one was shown. */
  certificate?: { commonName: string; organizations: string[] };
}

/** Result of authentication. */
export type AuthenticationResult =
  | { outcome: 'user'; user: UserInfo }
  | { outcome: 'anonymous' }
  | { outcome: 'invalid' };

/** Tells who is asking. */
export interface Authenticator {
  authenticate(input: AuthenticationInput): Promise<AuthenticationResult>;
}

/** `metav1.Status` of a failed request. */
export interface StatusObject {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: JsonObject;
  status: 'Failure' | 'Success';
  message?: string;
  reason?: string;
  details?: {
    name?: string;
    group?: string;
    kind?: string;
    uid?: string;
    causes?: StatusCause[];
    retryAfterSeconds?: number;
  };
  code?: number;
}

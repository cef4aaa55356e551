import type { JsonObject, KubernetesObject } from '../runtime';

/** Any of the kinds that stand for something on the server. */
export type ManagedResource = KubernetesObject & {
  metadata: KubernetesObject['metadata'] & {
    name: string;
    namespace: string;
    uid: string;
  };
  spec: JsonObject & {
    forProvider: JsonObject;
    managementPolicies?: string[];
    providerConfigRef?: { kind: string; name: string };
    writeConnectionSecretToRef?: { name: string };
  };
};

/** What the provider may do with the thing on the server. */
export type ManagementAction =
  | 'Observe'
  | 'Create'
  | 'Update'
  | 'Delete'
  | 'LateInitialize';

/** Annotation with the name of the thing on the server. */
export const EXTERNAL_NAME = 'crossplane.io/external-name';
/** Keeps the object until the thing on the server is gone. */
export const MANAGED_FINALIZER = 'finalizer.managedresource.crossplane.io';

/** Whether the management policies allow an action. */
export function may(
  resource: ManagedResource,
  action: ManagementAction,
): boolean {
  const policies = resource.spec.managementPolicies ?? ['*'];
  return policies.includes('*') || policies.includes(action);
}

/** Whether reconciliation is switched off, by annotation or by no policy at all. */
export function isPaused(resource: ManagedResource): boolean {
  return (
    resource.metadata.annotations?.['crossplane.io/paused'] === 'true' ||
    resource.spec.managementPolicies?.length === 0
  );
}

/** Name of the thing on the server. */
export function externalNameOf(resource: ManagedResource): string {
  return (
    resource.metadata.annotations?.[EXTERNAL_NAME] ?? resource.metadata.name
  );
}

/** Connection details by key, in clear. */
export type ConnectionDetails = Record<string, string>;

/** What an {@link ExternalKind} saw on the server. */
export type Observation = {
  exists: boolean;
  upToDate: boolean;
  /** Fields of `spec.forProvider` the server decided; unset when there are none. */
  lateInitialized?: JsonObject;
  /** `status.atProvider`. */
  atProvider?: JsonObject;
};

/** The thing on the server that a managed object stands for. */
export interface ExternalKind {
  /** Word in messages: role, database, grant. */
  readonly noun: string;
  /** `status.atProvider` of an object that was not yet seen on the server; unset when the kind has none. */
  readonly unseen?: JsonObject;
  observe(context: ExternalContext): Promise<Observation>;
  /** @returns details to publish in the connection Secret */
  create(context: ExternalContext): Promise<ConnectionDetails>;
  update(context: ExternalContext): Promise<ConnectionDetails>;
  delete(context: ExternalContext): Promise<void>;
}

/** Runs statements on the server of the provider configuration. */
export interface SqlServer {
  readonly host: string;
  readonly port: number;
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Runs the statements in one transaction; all or nothing. */
  transaction(statements: string[]): Promise<void>;
  /** The same login in another database of the server. */
  inDatabase(name: string): SqlServer;
}

/** What an {@link ExternalKind} works with. */
export interface ExternalContext {
  resource: ManagedResource;
  server: SqlServer;
  /** The connection Secret's present content; empty when there is none. */
  published: ConnectionDetails;
  /** Fields to keep in `status.atProvider` beside what is observed. */
  remembered: JsonObject;
  /** Reads one key of a Secret in the object's namespace. */
  readSecret(name: string, key: string): Promise<string>;
}

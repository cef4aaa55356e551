import type { AdmissionControl } from './admission';
import type { ServiceAccountTokens } from './auth';
import type { RequestCounter } from './http/metrics';
import type { TypeRegistry } from './registry/TypeRegistry';
import type { ObjectStore } from './storage/ObjectStore';
import type { Authenticator, Authorizer, RbacReader } from './types';
import type { WatchSet } from './verbs/WatchSet';

/** Where problems are told. */
export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, unknown>,
) => void;

/** What request handlers and controllers of the server share. */
export interface Services {
  readonly store: ObjectStore;
  readonly registry: TypeRegistry;
  readonly authenticator: Authenticator;
  readonly authorizer: Authorizer;
  readonly rbac: RbacReader;
  readonly tokens: ServiceAccountTokens;
  readonly admission: AdmissionControl;
  readonly watches: WatchSet;
  readonly requests: RequestCounter;
  readonly now: () => Date;
  readonly log: Log;
  /** Names of what is not ready yet, for `/readyz`. */
  readonly unready: () => string[];
}

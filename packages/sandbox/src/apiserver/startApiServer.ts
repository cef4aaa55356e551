import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Pki } from '../pki';
import { AdmissionControl } from './admission';
import {
  createAuthenticator,
  createAuthorizer,
  ServiceAccountTokens,
} from './auth';
import { bootstrap } from './bootstrap';
import { handleRequest } from './http/handleRequest';
import { RequestCounter } from './http/metrics';
import { CrdController } from './lifecycle/CrdController';
import { GarbageCollector } from './lifecycle/GarbageCollector';
import { NamespaceController } from './lifecycle/NamespaceController';
import { QuotaController } from './lifecycle/QuotaController';
import { TokenSecretController } from './lifecycle/TokenSecretController';
import { RoleAggregator } from './lifecycle/RoleAggregator';
import { StoreRbacReader } from './registry/StoreRbacReader';
import { TypeRegistry } from './registry/TypeRegistry';
import { builtinTypes } from './schema';
import type { Log, Services } from './Services';
import { ObjectStore } from './storage/ObjectStore';
import { PostgresDatabase } from './storage/PostgresDatabase';
import type { UserInfo } from './types';
import { WatchSet } from './verbs/WatchSet';

/** How the API server is started. */
export interface ApiServerOptions {
  /** Database of its own; tables are made in it. */
  databaseUrl: string;
  pki: Pki;
  /** Default 127.0.0.1. */
  host?: string;
  /** 0 picks a free one. Default 0. */
  port?: number;
  /** Fixed bearer tokens and who they are. */
  staticTokens?: { token: string; user: UserInfo }[];
  /** Told of problems; nothing secret is in it. */
  log?: Log;
  now?: () => Date;
  /** How much of the past watches can resume from. */
  history?: { maxLogEntries?: number; maxLogSize?: number };
  /**
   * Names of what is not ready yet; `/readyz` answers `ok` once it is empty.
   * Without it the server is ready as soon as it listens.
   */
  ready?: () => string[];
}

/** A running API server. */
export interface RunningApiServer {
  /** For example `https://127.0.0.1:7443`. */
  url: string;
  /** Forgets the history up to now, so that older watches get 410; for tests. */
  compact(): Promise<void>;
  /** Ends watches, finishes writes, closes port and database. */
  stop(): Promise<void>;
}

/** Starts the Kubernetes API over PostgreSQL; resolves once it listens. */
export async function startApiServer(
  options: ApiServerOptions,
): Promise<RunningApiServer> {
  const log = options.log ?? (() => undefined);
  const now = options.now ?? (() => new Date());
  const { pki } = options;
  const database = await PostgresDatabase.open({
    url: options.databaseUrl,
    log,
  });
  const store = await ObjectStore.open(database, options.history);
  const rbac = new StoreRbacReader(store);
  const { privateKey, publicKey, keyId } = pki.serviceAccountKey;
  const tokens = new ServiceAccountTokens({
    privateKey,
    publicKey,
    keyId,
    now,
    uidOf: (namespace, name) =>
      store.get('serviceaccounts', namespace, name)?.uid,
  });
  const registry = new TypeRegistry(builtinTypes);
  const authorizer = createAuthorizer(rbac);
  const admission = new AdmissionControl({ store, registry, authorizer, log });
  const services: Services = {
    store,
    registry,
    authenticator: createAuthenticator({
      serviceAccountTokens: tokens,
      staticTokens: options.staticTokens,
    }),
    authorizer,
    rbac,
    tokens,
    admission,
    watches: new WatchSet(),
    requests: new RequestCounter(),
    now,
    log,
    unready: () => options.ready?.() ?? [],
  };
  await bootstrap(services);
  new CrdController(services).start();
  new NamespaceController(services).start();
  new GarbageCollector(services).start();
  new QuotaController(services).start();
  new TokenSecretController(services, pki.caCertificate).start();
  new RoleAggregator(services).start();

  const server = createServer(
    {
      cert: pki.serving.certificate,
      key: pki.serving.key,
      ca: pki.caCertificate,
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
    },
    (request, response) => {
      void handleRequest(services, request, response);
    },
  );
  server.keepAliveTimeout = 90_000;
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `https://${host}:${port}`,
    compact: () => store.compact(store.revision),
    stop: async () => {
      const closed = new Promise<void>(resolve =>
        server.close(() => resolve()),
      );
      services.watches.endAll();
      server.closeAllConnections();
      await closed;
      admission.stop();
      await store.close();
    },
  };
}

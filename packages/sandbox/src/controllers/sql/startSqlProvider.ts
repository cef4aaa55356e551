import {
  type Change,
  type Controller,
  EventRecorder,
  exponentialBackoff,
  InformerPool,
  KubernetesClient,
  type Log,
  type ObjectKey,
  startController,
} from '../runtime';
import { sqlApiVersion, sqlGroup } from './crds/crds';
import { externalDatabase } from './external/externalDatabase';
import { externalGrant } from './external/externalGrant';
import { externalRole } from './external/externalRole';
import { externalSchema } from './external/externalSchema';
import { installSqlCrds } from './installSqlCrds';
import { ManagedObjects } from './ManagedObjects';
import { ManagedReconciler } from './ManagedReconciler';
import { PostgresServers } from './PostgresServers';
import { ProviderConfigReconciler } from './ProviderConfigReconciler';

/** What {@link startSqlProvider} needs. */
export type SqlProviderOptions = {
  /** Path of a kubeconfig, or its text. */
  kubeconfig: string;
  log: Log;
  /** Ends the wait for the definitions at the start. */
  signal: AbortSignal;
  /** How often each object is looked at again; a minute unless given. */
  pollMs?: number;
};

/** A running provider. */
export type SqlProvider = {
  /** Settles when all kinds have been listed. */
  synced: Promise<void>;
  stop(): Promise<void>;
};

const managedKinds = [
  { kind: 'Role', external: externalRole },
  { kind: 'Database', external: externalDatabase },
  { kind: 'Schema', external: externalSchema },
  { kind: 'Grant', external: externalGrant },
];
const configKinds = ['ProviderConfig', 'ClusterProviderConfig'] as const;

/** A minute, as everything else here; the real provider looks every ten. */
const POLL_MS = 60_000;
/** From 5 ms, as the real one; but never so long that a mended server goes unnoticed for minutes. */
const backoff = exponentialBackoff({ firstMs: 5, maxMs: 30_000 });

/**
 * Starts the stand-in for provider-sql: installs its definitions, then makes
 * real databases, roles and grants of the objects on the servers that provider
 * configurations name. An ordinary client of the API; works on any cluster that
 * does not run the real provider.
 */
export async function startSqlProvider(
  options: SqlProviderOptions,
): Promise<SqlProvider> {
  const { kubeconfig, log, signal, pollMs = POLL_MS } = options;
  const client = KubernetesClient.fromKubeconfig(kubeconfig, 'provider-sql');
  const foreign = await installSqlCrds(client, signal);
  if (foreign.length > 0) {
    log('info', 'Definitions that were there already are used as they are', {
      names: foreign.join(', '),
    });
  }

  const pool = new InformerPool(client, log);
  const servers = new PostgresServers();
  const recorders: EventRecorder[] = [];
  const recorderFor = (component: string) => {
    const recorder = new EventRecorder(client, component, log);
    recorders.push(recorder);
    return recorder;
  };

  const controllers: Controller[] = managedKinds.map(({ kind, external }) => {
    const name = `managed/${kind.toLowerCase()}.${sqlGroup}`;
    const reconciler = new ManagedReconciler({
      kind,
      external,
      client,
      objects: new ManagedObjects(client, recorderFor(name), external.unseen),
      servers,
      pollMs,
    });
    return startController({
      name,
      watches: [{ informer: pool.of(sqlApiVersion, kind), map: whenDesired }],
      reconcile: key => reconciler.reconcile(key),
      concurrency: 4,
      backoff,
      log,
    });
  });

  const usages = pool.of(sqlApiVersion, 'ProviderConfigUsage');
  for (const kind of configKinds) {
    const name = `providerconfig/${kind.toLowerCase()}.${sqlGroup}`;
    const reconciler = new ProviderConfigReconciler(
      kind,
      client,
      usages,
      recorderFor(name),
    );
    controllers.push(
      startController({
        name,
        watches: [
          { informer: pool.of(sqlApiVersion, kind), map: whenDesired },
          { informer: usages, map: change => configOf(change, kind) },
        ],
        reconcile: key => reconciler.reconcile(key),
        backoff,
        log,
      }),
    );
  }

  return {
    synced: Promise.all(controllers.map(({ synced }) => synced)).then(
      () => undefined,
    ),
    stop: async () => {
      await Promise.all(controllers.map(controller => controller.stop()));
      await pool.stop();
      await Promise.all(recorders.map(recorder => recorder.flush()));
      await servers.close();
      client.close();
    },
  };
}

/** Status alone is what the provider itself wrote; it needs no pass. */
function whenDesired(change: Change): ObjectKey[] {
  const { object, previous } = change;
  const { name = '', namespace } = object.metadata;
  if (change.type === 'deleted') return [];
  const desired = (of: Change['object']) =>
    JSON.stringify([
      of.metadata.generation,
      of.metadata.labels,
      of.metadata.annotations,
      of.metadata.deletionTimestamp,
    ]);
  if (previous && desired(previous) === desired(object)) return [];
  return [{ name, namespace }];
}

/** The configuration that a usage counts for. */
function configOf(change: Change, kind: string): ObjectKey[] {
  const { labels, namespace } = change.object.metadata;
  const name = labels?.['crossplane.io/provider-config'];
  if (!name || labels?.['crossplane.io/provider-config-kind'] !== kind) {
    return [];
  }
  return [{ name, ...(kind === 'ProviderConfig' && { namespace }) }];
}

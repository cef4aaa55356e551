import type {
  Controller,
  ControllerOptions,
  KubernetesObject,
  Log,
  ObjectKey,
  Watch,
} from '../runtime';
import {
  EventRecorder,
  exponentialBackoff,
  InformerPool,
  KubernetesClient,
  startController,
} from '../runtime';
import { AutoscalerReconciler } from './AutoscalerReconciler';
import { ClaimReconciler } from './ClaimReconciler';
import type { WorkloadContext } from './context';
import { CronJobReconciler } from './CronJobReconciler';
import { DaemonSetReconciler } from './DaemonSetReconciler';
import { DeploymentReconciler } from './DeploymentReconciler';
import { ensureNode } from './ensureNode';
import { JobReconciler } from './JobReconciler';
import { NetworkReconciler } from './NetworkReconciler';
import { ObjectCache } from './ObjectCache';
import { PodReconciler } from './PodReconciler';
import { ReplicaSetReconciler } from './ReplicaSetReconciler';
import { StatefulSetReconciler } from './StatefulSetReconciler';
import type { WorkloadTiming } from './timing';
import { defaultTiming } from './timing';
import type { Pod } from './types';

/** What {@link startWorkloads} needs. */
export type WorkloadOptions = {
  /** Path of a kubeconfig, or its text. */
  kubeconfig: string;
  log: Log;
  /** How long the steps of a container take. */
  timing?: Partial<WorkloadTiming>;
};

/** Running controllers. */
export type Workloads = {
  /** Settles when all kinds have been listed. */
  synced: Promise<void>;
  stop(): Promise<void>;
};

const APPS = 'apps/v1';
const BATCH = 'batch/v1';
/** From 5 ms, as client-go's; a lost race is soon run again. */
const backoff = exponentialBackoff({ firstMs: 5, maxMs: 30_000 });

/**
 * Starts the stand-in for controller-manager, scheduler and kubelet: stored
 * workloads come to life, on one node that runs nothing. An ordinary client of
 * the API; not for clusters that have the real ones.
 */
export async function startWorkloads(
  options: WorkloadOptions,
): Promise<Workloads> {
  const { kubeconfig, log } = options;
  const client = KubernetesClient.fromKubeconfig(
    kubeconfig,
    'kube-controller-manager',
  );
  await ensureNode(client);
  const pool = new InformerPool(client, log);
  const recorders = new Map<string, EventRecorder>();
  const context: WorkloadContext = {
    client,
    log,
    timing: { ...defaultTiming, ...options.timing },
    recorder: component => {
      const known = recorders.get(component);
      if (known) return known;
      const made = new EventRecorder(client, component, log);
      recorders.set(component, made);
      return made;
    },
    caches: {
      cronJobs: new ObjectCache(client, pool.of(BATCH, 'CronJob')),
      daemonSets: new ObjectCache(client, pool.of(APPS, 'DaemonSet')),
      deployments: new ObjectCache(client, pool.of(APPS, 'Deployment')),
      jobs: new ObjectCache(client, pool.of(BATCH, 'Job')),
      pods: new ObjectCache(client, pool.of('v1', 'Pod')),
      replicaSets: new ObjectCache(client, pool.of(APPS, 'ReplicaSet')),
      statefulSets: new ObjectCache(client, pool.of(APPS, 'StatefulSet')),
    },
  };

  const controllers: Controller[] = [];
  const run = (
    name: string,
    watches: Watch[],
    reconcile: ControllerOptions['reconcile'],
  ) => {
    const running = startController({
      name,
      watches,
      reconcile,
      concurrency: 2,
      backoff,
      log,
    });
    controllers.push(running);
    return running;
  };
  /** A kind, and the kind of what it controls. */
  const owned = (
    apiVersion: string,
    kind: string,
    child?: [string, string],
  ) => [
    { informer: pool.of(apiVersion, kind) },
    ...(child
      ? [
          {
            informer: pool.of(...child),
            map: ({ object }: { object: KubernetesObject }) =>
              ownerOf(object, kind),
          },
        ]
      : []),
  ];
  const pods: [string, string] = ['v1', 'Pod'];

  const deployment = new DeploymentReconciler(context);
  run(
    'deployment',
    [
      ...owned(APPS, 'Deployment', [APPS, 'ReplicaSet']),
      {
        // A Deployment that recreates waits for pods to be gone.
        informer: pool.of('v1', 'Pod'),
        map: ({ type, object }) =>
          type === 'deleted' ? deploymentOf(context, object) : [],
      },
    ],
    key => deployment.reconcile(key),
  );
  const replicaSet = new ReplicaSetReconciler(context);
  run('replicaset', owned(APPS, 'ReplicaSet', pods), key =>
    replicaSet.reconcile(key),
  );
  const statefulSet = new StatefulSetReconciler(context);
  run('statefulset', owned(APPS, 'StatefulSet', pods), key =>
    statefulSet.reconcile(key),
  );
  const daemonSet = new DaemonSetReconciler(context);
  run('daemonset', owned(APPS, 'DaemonSet', pods), key =>
    daemonSet.reconcile(key),
  );
  const job = new JobReconciler(context);
  run('job', owned(BATCH, 'Job', pods), key => job.reconcile(key));
  const cronJob = new CronJobReconciler(context);
  run('cronjob', owned(BATCH, 'CronJob', [BATCH, 'Job']), key =>
    cronJob.reconcile(key),
  );
  const pod = new PodReconciler(context);
  const forget = pool.of<Pod>('v1', 'Pod').onChange(change => {
    if (change.type === 'deleted') pod.forget(change.object);
  });
  run('pod', owned('v1', 'Pod'), key => pod.reconcile(key));

  const network = new NetworkReconciler(context, pool);
  run(
    'service',
    [
      { informer: pool.of('v1', 'Service') },
      {
        informer: pool.of('discovery.k8s.io/v1', 'EndpointSlice'),
        map: serviceOf,
      },
      {
        informer: pool.of('v1', 'Pod'),
        map: ({ object }) => network.servicesOf(object),
      },
    ],
    key => network.reconcileService(key),
  );
  run('ingress', owned('networking.k8s.io/v1', 'Ingress'), key =>
    network.reconcileIngress(key),
  );
  const scaler = new AutoscalerReconciler(context, pool);
  run(
    'autoscaler',
    [
      { informer: pool.of('autoscaling/v2', 'HorizontalPodAutoscaler') },
      ...['Deployment', 'StatefulSet'].map(kind => ({
        informer: pool.of(APPS, kind),
        map: ({ object }: { object: KubernetesObject }) =>
          scaler.scalersOf(object),
      })),
    ],
    key => scaler.reconcile(key),
  );
  const claim = new ClaimReconciler(context, pool);
  const claims = pool.of('v1', 'PersistentVolumeClaim');
  const release = claims.onChange(({ type, object }) => {
    if (type !== 'deleted') return;
    claim.release(object).catch(error =>
      log('warn', 'A volume could not be removed', {
        claim: object.metadata.name,
        error: String(error),
      }),
    );
  });
  run('claim', [{ informer: claims }], key => claim.reconcile(key));

  return {
    synced: Promise.all(controllers.map(({ synced }) => synced)).then(
      () => undefined,
    ),
    stop: async () => {
      forget();
      release();
      await Promise.all(controllers.map(controller => controller.stop()));
      await pool.stop();
      await Promise.all([...recorders.values()].map(it => it.flush()));
      client.close();
    },
  };
}

/** The controller of an object, if it is of a kind. */
function ownerOf({ metadata }: KubernetesObject, kind: string): ObjectKey[] {
  const owner = metadata.ownerReferences?.find(it => it.controller);
  return owner?.kind === kind
    ? [{ namespace: metadata.namespace, name: owner.name }]
    : [];
}

function deploymentOf(
  { caches }: WorkloadContext,
  pod: KubernetesObject,
): ObjectKey[] {
  return ownerOf(pod, 'ReplicaSet').flatMap(key => {
    const set = caches.replicaSets.get(key);
    return set ? ownerOf(set, 'Deployment') : [];
  });
}

function serviceOf({ object }: { object: KubernetesObject }): ObjectKey[] {
  return ownerOf(object, 'Service');
}

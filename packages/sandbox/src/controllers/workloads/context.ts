import type { EventRecorder, KubernetesClient, Log } from '../runtime';
import type { ObjectCache } from './ObjectCache';
import type { WorkloadTiming } from './timing';
import type {
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  Pod,
  ReplicaSet,
  StatefulSet,
} from './types';

/** The objects that the controllers look at. */
export type Caches = {
  cronJobs: ObjectCache<CronJob>;
  daemonSets: ObjectCache<DaemonSet>;
  deployments: ObjectCache<Deployment>;
  jobs: ObjectCache<Job>;
  pods: ObjectCache<Pod>;
  replicaSets: ObjectCache<ReplicaSet>;
  statefulSets: ObjectCache<StatefulSet>;
};

/** What every reconciler of this controller works with. */
export type WorkloadContext = {
  client: KubernetesClient;
  caches: Caches;
  timing: WorkloadTiming;
  /** The recorder of a component, such as `kubelet`. */
  recorder(component: string): EventRecorder;
  log: Log;
};

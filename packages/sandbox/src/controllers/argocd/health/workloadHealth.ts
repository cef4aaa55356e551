import type { KubernetesObject } from '../../runtime';
import type { Health } from '../types';

type Counts = Record<string, number | undefined>;
type StatusCondition = {
  type: string;
  status?: string;
  reason?: string;
  message?: string;
};

/** The conditions of a status. */
export function conditionsIn(object: KubernetesObject): StatusCondition[] {
  return (object.status?.conditions ?? []) as unknown as StatusCondition[];
}

/** Health of a Deployment: the words of `kubectl rollout status`. */
export function deploymentHealth(object: KubernetesObject): Health {
  const { spec = {}, metadata } = object;
  if (spec.paused) {
    return { status: 'Suspended', message: 'Deployment is paused' };
  }
  if (!isObserved(object)) return rollout(unobserved('deployment'));
  const {
    updatedReplicas = 0,
    replicas = 0,
    availableReplicas = 0,
  } = countsOf(object);
  const wanted = Number(spec.replicas ?? 1);
  const progress = conditionsIn(object).find(it => it.type === 'Progressing');
  if (progress?.reason === 'ProgressDeadlineExceeded') {
    return {
      status: 'Degraded',
      message: `Deployment "${metadata.name}" exceeded its progress deadline`,
    };
  }
  if (updatedReplicas < wanted) {
    return rollout(
      `${updatedReplicas} out of ${wanted} new replicas have been updated...`,
    );
  }
  if (replicas > updatedReplicas) {
    return rollout(
      `${replicas - updatedReplicas} old replicas are pending termination...`,
    );
  }
  if (availableReplicas < updatedReplicas) {
    return rollout(
      `${availableReplicas} of ${updatedReplicas} updated replicas are available...`,
    );
  }
  return { status: 'Healthy' };
}

/** Health of a ReplicaSet. */
export function replicaSetHealth(object: KubernetesObject): Health {
  if (!isObserved(object)) return rollout(unobserved('replica set'));
  const failure = conditionsIn(object).find(it => it.type === 'ReplicaFailure');
  if (failure?.status === 'True') {
    return { status: 'Degraded', message: failure.message };
  }
  const { availableReplicas = 0 } = countsOf(object);
  const wanted = Number(object.spec?.replicas ?? 1);
  if (availableReplicas < wanted) {
    return rollout(
      `${availableReplicas} out of ${wanted} new replicas are available...`,
    );
  }
  return { status: 'Healthy' };
}

/** Health of a StatefulSet. */
export function statefulSetHealth(object: KubernetesObject): Health {
  const { spec = {}, status = {} } = object;
  const {
    observedGeneration = 0,
    readyReplicas = 0,
    updatedReplicas = 0,
    currentReplicas = 0,
  } = countsOf(object);
  const progressing = (message: string): Health => ({
    status: 'Progressing',
    message,
  });
  if (observedGeneration === 0 || !isObserved(object)) {
    return progressing('Waiting for statefulset spec update to be observed...');
  }
  const wanted = Number(spec.replicas ?? 1);
  if (readyReplicas < wanted) {
    return progressing(
      `Waiting for ${wanted - readyReplicas} pods to be ready...`,
    );
  }
  const strategy = (spec.updateStrategy ?? {}) as {
    type?: string;
    rollingUpdate?: { partition?: number };
  };
  if (strategy.type === 'RollingUpdate' && strategy.rollingUpdate) {
    const due = wanted - (strategy.rollingUpdate.partition ?? 0);
    return updatedReplicas < due
      ? progressing(
          `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${due} new pods have been updated...`,
        )
      : {
          status: 'Healthy',
          message: `partitioned roll out complete: ${updatedReplicas} new pods have been updated...`,
        };
  }
  if (strategy.type === 'OnDelete') {
    return {
      status: 'Healthy',
      message: `statefulset has ${readyReplicas} ready pods`,
    };
  }
  if (status.updateRevision !== status.currentRevision) {
    return progressing(
      `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${status.updateRevision}...`,
    );
  }
  return {
    status: 'Healthy',
    message: `statefulset rolling update complete ${currentReplicas} pods at revision ${status.currentRevision}...`,
  };
}

/** Health of a DaemonSet. */
export function daemonSetHealth(object: KubernetesObject): Health {
  if (!isObserved(object)) return rollout(unobserved('daemon set'));
  const {
    updatedNumberScheduled: updated = 0,
    desiredNumberScheduled: wanted = 0,
    numberAvailable: available = 0,
  } = countsOf(object);
  const { type } = (object.spec?.updateStrategy ?? {}) as { type?: string };
  if (type === 'OnDelete') {
    return {
      status: 'Healthy',
      message: `daemon set ${updated} out of ${wanted} new pods have been updated`,
    };
  }
  const waiting = (what: string): Health => ({
    status: 'Progressing',
    message: `Waiting for daemon set "${object.metadata.name}" rollout to finish: ${what}...`,
  });
  if (updated < wanted) {
    return waiting(`${updated} out of ${wanted} new pods have been updated`);
  }
  if (available < wanted) {
    return waiting(`${available} of ${wanted} updated pods are available`);
  }
  return { status: 'Healthy' };
}

/** Health of a Job. */
export function jobHealth(object: KubernetesObject): Health {
  const holds = (type: string) =>
    conditionsIn(object).find(it => it.type === type && it.status === 'True');
  const failed = holds('Failed');
  if (failed) return { status: 'Degraded', message: failed.message };
  const suspended = holds('Suspended');
  if (suspended) return { status: 'Suspended', message: suspended.message };
  const complete = holds('Complete');
  if (complete) return { status: 'Healthy', message: complete.message };
  return { status: 'Progressing' };
}

/** Health of a CronJob: that of its last run. */
export function cronJobHealth({ spec = {}, status }: KubernetesObject): Health {
  if (spec.suspend) {
    return { status: 'Healthy', message: 'CronJob is Suspended' };
  }
  const { active, lastScheduleTime, lastSuccessfulTime } = (status ?? {}) as {
    active?: unknown[];
    lastScheduleTime?: string;
    lastSuccessfulTime?: string;
  };
  if (active && active.length > 0) {
    return {
      status: 'Progressing',
      message: `Waiting for ${active.length} Jobs to complete`,
    };
  }
  if (!lastScheduleTime) {
    return {
      status: 'Healthy',
      message: 'CronJob has not been scheduled yet',
    };
  }
  if (!lastSuccessfulTime || lastSuccessfulTime < lastScheduleTime) {
    return {
      status: 'Degraded',
      message: 'CronJob has not completed its last execution successfully',
    };
  }
  return {
    status: 'Healthy',
    message: 'CronJob has completed its last execution successfully',
  };
}

function rollout(what: string): Health {
  return {
    status: 'Progressing',
    message: `Waiting for rollout to finish: ${what}`,
  };
}

function unobserved(kind: string): string {
  return `observed ${kind} generation less than desired generation`;
}

function isObserved(object: KubernetesObject): boolean {
  return (
    Number(object.metadata.generation ?? 0) <=
    (countsOf(object).observedGeneration ?? 0)
  );
}

function countsOf({ status }: KubernetesObject): Counts {
  return (status ?? {}) as Counts;
}

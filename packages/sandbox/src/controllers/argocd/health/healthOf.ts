import { groupOf } from '../compare/mergeKeys';
import type { KubernetesObject } from '../../runtime';
import { type Health, type HealthStatusCode, healthOrder } from '../types';
import { podHealth } from './podHealth';
import {
  conditionsIn,
  cronJobHealth,
  daemonSetHealth,
  deploymentHealth,
  jobHealth,
  replicaSetHealth,
  statefulSetHealth,
} from './workloadHealth';

const RULES: Record<string, (object: KubernetesObject) => Health> = {
  '/PersistentVolumeClaim': claimHealth,
  '/Pod': podHealth,
  '/Service': serviceHealth,
  'apiregistration.k8s.io/APIService': apiServiceHealth,
  'apps/DaemonSet': daemonSetHealth,
  'apps/Deployment': deploymentHealth,
  'apps/ReplicaSet': replicaSetHealth,
  'apps/StatefulSet': statefulSetHealth,
  'autoscaling/HorizontalPodAutoscaler': autoscalerHealth,
  'batch/CronJob': cronJobHealth,
  'batch/Job': jobHealth,
  'networking.k8s.io/Ingress': ingressHealth,
};

/** Reasons of an autoscaler that cannot work. */
const AUTOSCALER_FAILURES = new Set([
  'AbleToScale/FailedGetScale',
  'AbleToScale/FailedUpdateScale',
  'ScalingActive/FailedGetResourceMetric',
  'ScalingActive/InvalidSelector',
]);

/** The health of a live object by Argo CD's rules; `undefined` for kinds that have none. */
export function healthOf(object: KubernetesObject): Health | undefined {
  const rule = RULES[`${groupOf(object.apiVersion)}/${object.kind}`];
  if (object.metadata.deletionTimestamp) {
    return { status: 'Progressing', message: 'Pending deletion' };
  }
  const { status, message } = rule?.(object) ?? {};
  return status && { status, ...(message && { message }) };
}

/** Whether the first is worse than the second. */
export function isWorse(one: HealthStatusCode, other: HealthStatusCode) {
  return healthOrder.indexOf(one) > healthOrder.indexOf(other);
}

function serviceHealth({ spec = {}, status = {} }: KubernetesObject): Health {
  if (spec.type !== 'LoadBalancer') return { status: 'Healthy' };
  return { status: hasAddress(status) ? 'Healthy' : 'Progressing' };
}

function ingressHealth({ status = {} }: KubernetesObject): Health {
  return { status: hasAddress(status) ? 'Healthy' : 'Progressing' };
}

function hasAddress(status: NonNullable<KubernetesObject['status']>): boolean {
  const { ingress } = (status.loadBalancer ?? {}) as { ingress?: unknown[] };
  return (ingress?.length ?? 0) > 0;
}

function claimHealth({ status = {} }: KubernetesObject): Health {
  if (status.phase === 'Bound') return { status: 'Healthy' };
  return { status: status.phase === 'Lost' ? 'Degraded' : 'Progressing' };
}

function autoscalerHealth(object: KubernetesObject): Health {
  const conditions = conditionsIn(object);
  const failed = conditions.find(it =>
    AUTOSCALER_FAILURES.has(`${it.type}/${it.reason}`),
  );
  if (failed) return { status: 'Degraded', message: failed.message };
  const fine = conditions.find(
    it =>
      (it.type === 'AbleToScale' || it.type === 'ScalingLimited') &&
      it.status === 'True',
  );
  return fine
    ? { status: 'Healthy', message: fine.message }
    : { status: 'Progressing', message: 'Waiting to Autoscale' };
}

function apiServiceHealth(object: KubernetesObject): Health {
  const available = conditionsIn(object).find(it => it.type === 'Available');
  if (!available) {
    return { status: 'Progressing', message: 'Waiting to be processed' };
  }
  return {
    status: available.status === 'True' ? 'Healthy' : 'Progressing',
    message: `${available.reason}: ${available.message}`,
  };
}

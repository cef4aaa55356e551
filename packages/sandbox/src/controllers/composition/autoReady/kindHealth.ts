import type { JsonObject } from '../../runtime';
import { isObject } from '../fieldpath/FieldPath';
import { conditionStatus } from '../patchAndTransform/checkReadiness';

type Health = (parts: {
  object: JsonObject;
  spec: JsonObject;
  status: JsonObject;
}) => boolean;

const always: Health = () => true;

const hasLoadBalancerAddress: Health = ({ status }) => {
  const { loadBalancer } = status;
  const ingress = isObject(loadBalancer) ? loadBalancer.ingress : undefined;
  return Array.isArray(ingress) && ingress.length > 0;
};

const RULES: Record<string, Health> = {
  'v1/ConfigMap': always,
  'v1/Secret': always,
  'v1/ServiceAccount': always,
  'v1/Namespace': always,
  'v1/Service': parts =>
    parts.spec.type !== 'LoadBalancer' || hasLoadBalancerAddress(parts),
  'v1/PersistentVolumeClaim': ({ status }) => status.phase === 'Bound',
  'v1/Pod': ({ object, spec, status }) => {
    if (status.phase === 'Succeeded') return true;
    return (
      status.phase === 'Running' &&
      spec.restartPolicy === 'Always' &&
      conditionStatus(object, 'Ready') === 'True'
    );
  },
  'apps/v1/Deployment': ({ object, spec, status }) => {
    const wanted = number(spec.replicas, 1);
    return (
      number(status.updatedReplicas) === wanted &&
      number(status.availableReplicas) === wanted &&
      wanted > 0 &&
      conditionStatus(object, 'Available') === 'True'
    );
  },
  'apps/v1/StatefulSet': ({ spec, status }) => {
    const wanted = number(spec.replicas, 1);
    return (
      number(status.readyReplicas) === wanted &&
      number(status.currentReplicas) === wanted &&
      status.currentRevision === status.updateRevision
    );
  },
  'apps/v1/DaemonSet': ({ status }) => {
    const wanted = number(status.desiredNumberScheduled);
    return [
      status.numberAvailable,
      status.updatedNumberScheduled,
      status.numberReady,
      status.currentNumberScheduled,
    ].every(it => number(it) === wanted);
  },
  'apps/v1/ReplicaSet': ({ spec, status }) => {
    const wanted = number(spec.replicas, 1);
    return (
      number(status.readyReplicas) === wanted &&
      number(status.availableReplicas) === wanted
    );
  },
  'networking.k8s.io/v1/Ingress': hasLoadBalancerAddress,
  'batch/v1/Job': ({ object }) =>
    conditionStatus(object, 'Complete') === 'True',
  'batch/v1/CronJob': ({ status }) => status.lastScheduleTime !== undefined,
  'autoscaling/v2/HorizontalPodAutoscaler': ({ object }) =>
    conditionStatus(object, 'AbleToScale') === 'True' &&
    conditionStatus(object, 'ScalingActive') === 'True',
};

/** Whether the rule of a built-in kind finds the object healthy. Kinds without a rule are not. */
export function kindHealth(object: JsonObject): boolean {
  const id = `${object.apiVersion}/${object.kind}`;
  if (!Object.hasOwn(RULES, id)) return false;
  const spec = isObject(object.spec) ? object.spec : {};
  const status = isObject(object.status) ? object.status : {};
  return RULES[id]({ object, spec, status });
}

function number(value: unknown, fallback = 0): number {
  return typeof value === 'number' ? value : fallback;
}

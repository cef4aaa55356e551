import type { JsonObject, KubernetesObject, OwnerReference } from '../runtime';
import type { LabelSelector, Pod, PodTemplate } from './types';

/** Holds a pod until its containers were stopped: the server knows no grace period. */
export const podFinalizer = 'sandbox.cairn.dev/kubelet';

/** The reference by which an object controls another. */
export function controllerRef(owner: KubernetesObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name ?? '',
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** A pod of a template, to be created. */
export function podFromTemplate(
  owner: KubernetesObject,
  template: PodTemplate,
  name: { name: string } | { generateName: string },
  extra: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    spec?: JsonObject;
  } = {},
): KubernetesObject {
  const { labels, annotations, finalizers = [] } = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...name,
      namespace: owner.metadata.namespace,
      labels: { ...labels, ...extra.labels },
      ...((annotations || extra.annotations) && {
        annotations: { ...annotations, ...extra.annotations },
      }),
      finalizers: [...finalizers, podFinalizer],
      ownerReferences: [controllerRef(owner)],
    },
    spec: { ...template.spec, ...extra.spec },
  };
}

/** Whether the pod is neither finished nor on its way out. */
export function isActive(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return (
    !pod.metadata.deletionTimestamp &&
    phase !== 'Succeeded' &&
    phase !== 'Failed'
  );
}

/** Since when the pod is ready, in milliseconds; `undefined` if it is not. */
export function readySince(pod: Pod): number | undefined {
  const ready = pod.status?.conditions?.find(({ type }) => type === 'Ready');
  return ready?.status === 'True'
    ? Date.parse(ready.lastTransitionTime)
    : undefined;
}

/** Whether the pod's Ready condition is true. */
export function isReady(pod: Pod): boolean {
  return readySince(pod) !== undefined;
}

/** How long until a pod counts as available, in milliseconds; `undefined` if it is not ready. */
export function availableIn(
  pod: Pod,
  minReadySeconds: number,
): number | undefined {
  const since = readySince(pod);
  if (since === undefined) return undefined;
  if (minReadySeconds === 0) return 0;
  return Math.max(0, since + minReadySeconds * 1000 - Date.now());
}

/** Counts the pods that serve, and says when the next will. */
export function countPods(pods: Pod[], minReadySeconds = 0) {
  const waits = pods.map(pod => availableIn(pod, minReadySeconds));
  const coming = waits.filter(wait => wait !== undefined && wait > 0);
  return {
    ready: pods.filter(isReady).length,
    available: waits.filter(wait => wait === 0).length,
    /** Milliseconds until another ready pod counts as available. */
    nextMs: coming.length > 0 ? Math.min(...coming.map(Number)) : undefined,
  };
}

/** Whether labels fit a selector. An empty selector fits nothing here. */
export function selects(
  selector: LabelSelector | undefined,
  labels: Record<string, string> = {},
): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const size = Object.keys(matchLabels).length + matchExpressions.length;
  return (
    size > 0 &&
    Object.entries(matchLabels).every(
      ([key, value]) => labels[key] === value,
    ) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      switch (operator) {
        case 'In':
          return key in labels && values.includes(labels[key]);
        case 'NotIn':
          return !(key in labels) || !values.includes(labels[key]);
        case 'Exists':
          return key in labels;
        default:
          return !(key in labels);
      }
    })
  );
}

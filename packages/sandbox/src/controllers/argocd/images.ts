import type { KubernetesObject } from '../runtime';

type PodSpec = {
  containers?: { image?: string }[];
  initContainers?: { image?: string }[];
};
type Templated = {
  template?: { spec?: PodSpec };
  jobTemplate?: { spec?: { template?: { spec?: PodSpec } } };
};

/** The images that an object runs: a Pod's own, or those of its template. */
export function imagesOf(object: KubernetesObject): string[] {
  const spec = (object.spec ?? {}) as Templated & PodSpec;
  const pod =
    object.kind === 'Pod'
      ? spec
      : spec.template?.spec ?? spec.jobTemplate?.spec?.template?.spec;
  if (!pod) return [];
  const images = [...(pod.initContainers ?? []), ...(pod.containers ?? [])]
    .map(container => container?.image)
    .filter(image => image !== undefined);
  return [...new Set(images)];
}

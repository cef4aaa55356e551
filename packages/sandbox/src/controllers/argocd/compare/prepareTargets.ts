import type { Discovery, KubernetesObject } from '../../runtime';
import { NoKindMatchError } from '../../runtime';
import { isHook, isSkipped } from '../annotations';
import {
  resourceIdOf,
  resourceKeyOf,
  trackingAnnotation,
  trackingIdOf,
} from '../tracking';
import type { ApplicationCondition } from '../types';

/** Manifests of an Application, ready to be compared and applied. */
export type Targets = {
  resources: KubernetesObject[];
  hooks: KubernetesObject[];
  conditions: ApplicationCondition[];
};

/**
 * Gives manifests the namespace they go to and the mark of their Application,
 * and tells hooks from resources. Of a resource that comes twice the last counts.
 */
export async function prepareTargets(
  discovery: Discovery,
  manifests: readonly KubernetesObject[],
  options: { instance: string; namespace: string },
): Promise<Targets> {
  const resources = new Map<string, KubernetesObject>();
  const counts = new Map<string, number>();
  const hooks: KubernetesObject[] = [];
  for (const manifest of manifests) {
    if (isSkipped(manifest)) continue;
    const namespaced = await isNamespaced(discovery, manifest);
    const placed = place(manifest, namespaced ? options.namespace : undefined);
    const target = mark(placed, options.instance);
    if (isHook(target)) {
      hooks.push(target);
      continue;
    }
    const key = resourceKeyOf(target);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    resources.set(key, target);
  }
  const conditions = [...counts]
    .filter(([, count]) => count > 1)
    .map(([key, count]) => ({
      type: 'RepeatedResourceWarning',
      message: `Resource ${key} appeared ${count} times among application resources.`,
    }));
  return { resources: [...resources.values()], hooks, conditions };
}

/** Writes the Application's mark onto a manifest. */
export function mark(
  manifest: KubernetesObject,
  instance: string,
  namespace?: string,
): KubernetesObject {
  const { metadata } = manifest;
  const id = resourceIdOf(manifest);
  const annotations = {
    ...metadata.annotations,
    [trackingAnnotation]: trackingIdOf(instance, {
      ...id,
      namespace: id.namespace || (namespace ?? ''),
    }),
  };
  return { ...manifest, metadata: { ...metadata, annotations } };
}

/** Whether objects of the kind live in namespaces; kinds nobody knows are taken to. */
export async function isNamespaced(
  discovery: Discovery,
  { apiVersion, kind }: { apiVersion: string; kind: string },
): Promise<boolean> {
  try {
    return (await discovery.resourceOf(apiVersion, kind)).namespaced;
  } catch (error) {
    if (error instanceof NoKindMatchError) return true;
    throw error;
  }
}

function place(
  manifest: KubernetesObject,
  namespace: string | undefined,
): KubernetesObject {
  const { namespace: own, ...metadata } = manifest.metadata;
  if (namespace === undefined) return { ...manifest, metadata };
  return {
    ...manifest,
    metadata: { ...metadata, namespace: own || namespace },
  };
}

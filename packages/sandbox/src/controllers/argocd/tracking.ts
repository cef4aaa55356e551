import type { KubernetesObject, ObjectKey } from '../runtime';
import { groupOf } from './compare/mergeKeys';

/** The annotation by which an Application knows its resources. */
export const trackingAnnotation = 'argocd.argoproj.io/tracking-id';

/** A resource, whatever version it is read in. */
export type ResourceId = {
  group: string;
  kind: string;
  namespace: string;
  name: string;
};

/** What a resource is. */
export function resourceIdOf(object: KubernetesObject): ResourceId {
  const { namespace = '', name = '' } = object.metadata;
  return {
    group: groupOf(object.apiVersion),
    kind: object.kind,
    namespace,
    name,
  };
}

/** A resource as one text; sorts as Argo CD lists resources. */
export function resourceKeyOf(object: KubernetesObject): string {
  const { group, kind, namespace, name } = resourceIdOf(object);
  return [group, kind, namespace, name].join('/');
}

/** The name of an Application in tracking ids: with its namespace only when that is not Argo CD's own. */
export function instanceNameOf(
  { namespace, name }: ObjectKey,
  argoNamespace: string,
): string {
  return namespace === argoNamespace || !namespace
    ? name
    : `${namespace}_${name}`;
}

/** The tracking id that marks a resource as an Application's. */
export function trackingIdOf(instance: string, id: ResourceId): string {
  return `${instance}:${id.group}/${id.kind}:${id.namespace}/${id.name}`;
}

/**
 * The Application that a live object says it belongs to.
 *
 * @returns `self` is false when the annotation was copied from another object, as
 * a Deployment's are to its ReplicaSets; such an object belongs to nobody.
 */
export function trackedBy(
  object: KubernetesObject,
): { instance: string; self: boolean } | undefined {
  const id = object.metadata.annotations?.[trackingAnnotation];
  const instance = id?.split(':')[0];
  if (!id || !instance) return undefined;
  return {
    instance,
    self: id === trackingIdOf(instance, resourceIdOf(object)),
  };
}

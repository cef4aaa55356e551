import { storageOf } from './storageOf';
import type {
  JsonObject,
  KubeObject,
  ResourceType,
  StatusCause,
} from '../types';
import { configMapHooks, secretHooks } from './secretHooks';
import { namespaceHooks } from './namespaceHooks';
import { bindingHooks } from './bindingHooks';
import { crdHooks } from './crdHooks';
import { eventHooks, podHooks } from './podHooks';
import { serviceHooks } from './serviceAddresses';

/** What a built-in kind does beyond what all kinds do. */
export interface KindHooks {
  /** Changes the incoming object in place before it is checked. */
  prepare?(object: KubeObject, old: KubeObject | undefined): void;
  /**
   * Gives out what is there once in a cluster, such as addresses.
   *
   * @param all - every object of the kind
   */
  allocate?(
    object: KubeObject,
    old: KubeObject | undefined,
    all: () => KubeObject[],
  ): StatusCause[];
  /** The status of a new object; by default that of its kind when empty. */
  initialStatus?(object: KubeObject): JsonObject;
  /** Rules that a schema cannot say. */
  validate?(object: KubeObject, old: KubeObject | undefined): StatusCause[];
}

const HOOKS: Record<string, KindHooks> = {
  secrets: secretHooks,
  configmaps: configMapHooks,
  namespaces: namespaceHooks,
  services: serviceHooks,
  pods: podHooks,
  events: eventHooks,
  'rolebindings.rbac.authorization.k8s.io': bindingHooks,
  'clusterrolebindings.rbac.authorization.k8s.io': bindingHooks,
  'customresourcedefinitions.apiextensions.k8s.io': crdHooks,
};

/** Hooks of a type; an empty set for most. */
export function hooksFor(type: ResourceType): KindHooks {
  return HOOKS[storageOf(type)] ?? {};
}

const WITHOUT_GENERATION = new Set([
  'namespaces',
  'secrets',
  'configmaps',
  'serviceaccounts',
  'events',
  'limitranges',
  'resourcequotas',
  'services',
  'endpoints',
  'persistentvolumes',
  'persistentvolumeclaims',
  'horizontalpodautoscalers.autoscaling',
  'leases.coordination.k8s.io',
  'controllerrevisions.apps',
  'clusterroles.rbac.authorization.k8s.io',
  'clusterrolebindings.rbac.authorization.k8s.io',
  'roles.rbac.authorization.k8s.io',
  'rolebindings.rbac.authorization.k8s.io',
  'storageclasses.storage.k8s.io',
  'priorityclasses.scheduling.k8s.io',
]);

/** Whether objects of the type count `metadata.generation`. */
export function countsGeneration(type: ResourceType): boolean {
  return !WITHOUT_GENERATION.has(storageOf(type));
}

import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { objectAt, objectsAt, textAt, type JsonObject } from '../json';

/** Names an object that another one is made of. @public */
export interface ComposedRef {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
}

function parseRef(
  ref: JsonObject,
  parentNamespace: string | undefined,
): ComposedRef | undefined {
  const apiVersion = textAt(ref, 'apiVersion');
  const kind = textAt(ref, 'kind');
  const name = textAt(ref, 'name');
  // A namespaced composite composes in its own namespace only. Its owner can write these references,
  // so a namespace in them must not lead anywhere else.
  const namespace = parentNamespace ?? textAt(ref, 'namespace');
  return apiVersion && kind && name
    ? { apiVersion, kind, name, ...(namespace && { namespace }) }
    : undefined;
}

/**
 * What a claim or composite is made of: `spec.crossplane.resourceRefs` of a v2 composite,
 * `spec.resourceRefs` of a v1 composite, `spec.resourceRef` of a v1 claim. References of namespaced
 * composites carry no namespace: theirs is the composite's own. A v1 claim's composite is cluster
 * scoped.
 *
 * @public
 */
export function composedRefs(object: KubernetesObject): ComposedRef[] {
  const spec = objectAt(object, 'spec');
  const refs: Array<ComposedRef | undefined> = [
    parseRef(objectAt(spec, 'resourceRef'), undefined),
    ...[
      ...objectsAt(objectAt(spec, 'crossplane'), 'resourceRefs'),
      ...objectsAt(spec, 'resourceRefs'),
    ].map(ref => parseRef(ref, object.metadata.namespace)),
  ];
  return refs.filter(ref => ref !== undefined);
}

/**
 * Whether an object that a reference names really belongs to the one that names it.
 *
 * @remarks
 * Whoever may edit a v1 claim can write any composite's name into `spec.resourceRef`; Crossplane
 * refuses to bind it, and it must not be shown either. A composite names its claim in `spec.claimRef`.
 *
 * @public
 */
export function isBound(
  parent: KubernetesObject,
  child: KubernetesObject,
): boolean {
  const claimRef = objectAt(child.spec, 'claimRef');
  const isClaim =
    parent.metadata.namespace !== undefined &&
    child.metadata.namespace === undefined;
  return (
    !isClaim ||
    (claimRef.name === parent.metadata.name &&
      claimRef.namespace === parent.metadata.namespace)
  );
}

/** The API group of an `apiVersion`; empty for the core group. @public */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

/** A text that is the same for two references to the same object. @public */
export function composedRefKey(ref: ComposedRef): string {
  return [
    groupOf(ref.apiVersion),
    ref.kind,
    ref.namespace ?? '',
    ref.name,
  ].join('|');
}

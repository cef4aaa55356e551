import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { isObject, objectAt, objectsAt, textAt } from '../json';

const COMPOSITION_NAME_LABEL = 'crossplane.io/composition-name';

/** Crossplane's own fields: in `spec.crossplane` of a v2 composite, in `spec` of what is older. */
function crossplaneSpec(object: KubernetesObject): Record<string, unknown> {
  const { spec } = object;
  return isObject(spec) && isObject(spec.crossplane)
    ? spec.crossplane
    : objectAt(object, 'spec');
}

/**
 * Whether Crossplane composes an object of others, or a v1 claim stands for one that does.
 *
 * @public
 */
export function isComposite(object: KubernetesObject): boolean {
  const spec = objectAt(object, 'spec');
  return (
    [
      'crossplane',
      'compositionRef',
      'compositionRevisionRef',
      'claimRef',
      'resourceRef',
      'resourceRefs',
    ].some(field => field in spec) ||
    (object.metadata.finalizers ?? []).some(finalizer =>
      finalizer.endsWith('.apiextensions.crossplane.io'),
    )
  );
}

/**
 * The functions that make a composite's parts, in their order; empty where that is not known.
 *
 * @public
 */
export function functionNames(options: {
  object: KubernetesObject;
  compositions: readonly KubernetesObject[];
  revisions: readonly KubernetesObject[];
}): string[] {
  const { object, compositions, revisions } = options;
  const own = crossplaneSpec(object);
  const nameOf = (field: string) => textAt(objectAt(own, field), 'name');
  const revision = nameOf('compositionRevisionRef');
  const composition = nameOf('compositionRef');
  const pipelineOf = (
    items: readonly KubernetesObject[],
    name: string | undefined,
  ) =>
    name === undefined
      ? undefined
      : items.find(({ metadata }) => metadata.name === name);
  const found =
    pipelineOf(revisions, revision) ?? pipelineOf(compositions, composition);
  const names = objectsAt(objectAt(found, 'spec'), 'pipeline')
    .map(step => textAt(objectAt(step, 'functionRef'), 'name'))
    .filter(name => name !== undefined);
  return [...new Set(names)];
}

/** A composition that is newer than what a composite was made from. @public */
export interface NewerRevision {
  composition: string;
  /** Number of the revision in use, and of the newest. */
  used: number;
  newest: number;
  newestName: string;
}

/**
 * Whether a composite stays behind its composition because its update policy is Manual.
 *
 * @public
 */
export function newerRevision(options: {
  object: KubernetesObject;
  revisions: readonly KubernetesObject[];
}): NewerRevision | undefined {
  const own = crossplaneSpec(options.object);
  if (own.compositionUpdatePolicy !== 'Manual') {
    return undefined;
  }
  const composition = textAt(objectAt(own, 'compositionRef'), 'name');
  const usedName = textAt(objectAt(own, 'compositionRevisionRef'), 'name');
  const revisions = options.revisions
    .filter(
      ({ metadata }) =>
        metadata.labels?.[COMPOSITION_NAME_LABEL] === composition,
    )
    .map(({ metadata, spec }) => ({
      name: metadata.name,
      revision: Number(objectAt({ spec }, 'spec').revision),
    }));
  const used = revisions.find(({ name }) => name === usedName);
  const newest = revisions.reduce<(typeof revisions)[number] | undefined>(
    (a, b) => (a && a.revision >= b.revision ? a : b),
    undefined,
  );
  return composition && used && newest && newest.revision > used.revision
    ? {
        composition,
        used: used.revision,
        newest: newest.revision,
        newestName: newest.name,
      }
    : undefined;
}

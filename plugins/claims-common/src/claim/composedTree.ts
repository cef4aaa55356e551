import {
  COMPOSITION_RESOURCE_NAME_ANNOTATION,
  describeObjectState,
  readConditions,
  type KubernetesObject,
  type StateDescription,
} from '@cairn/plugin-platform-common';
import { isSecretRef } from './isSecretRef';
import type { ComposedResource } from '../types';
import {
  composedRefKey,
  composedRefs,
  isBound,
  type ComposedRef,
} from './composedRefs';

/** Composites of composites deeper than this are cut off; nobody nests so deep on purpose. */
const MAX_DEPTH = 10;

/** What is known of a composed object. */
export type ComposedLookup =
  | { object: KubernetesObject }
  /** It is not there. */
  | { missing: true }
  /** The portal cannot say; `reason` is one sentence. */
  | { unreadable: string };

type Lookup = (ref: ComposedRef) => ComposedLookup;

interface TreeContext {
  lookup: Lookup;
  describe?: (object: KubernetesObject) => StateDescription;
}

/**
 * The resources that a composite names as not ready, by their name within the composition. The list
 * is complete only up to three names (rule 8 of Crossplane's recorded behaviour).
 */
function unreadyNames(parent: KubernetesObject): {
  names: ReadonlySet<string>;
  complete: boolean;
} {
  const ready = readConditions(parent).find(({ type }) => type === 'Ready');
  const list = /Unready resources: (.*)$/.exec(ready?.message ?? '')?.[1];
  if (ready?.status === 'True') {
    return { names: new Set(), complete: true };
  }
  if (!list) {
    return { names: new Set(), complete: false };
  }
  const names = list
    .split(/,\s*(?:and\s+)?/)
    .map(name => name.trim())
    .filter(name => name !== '');
  return {
    names: new Set(names),
    complete: !names.some(name => /^\d+ more$/.test(name)),
  };
}

/** What the parent says about a child that says nothing about itself. */
function stateByParent(
  parent: KubernetesObject,
  resourceName: string | undefined,
  own: StateDescription,
): StateDescription {
  const { names, complete } = unreadyNames(parent);
  if (resourceName !== undefined && names.has(resourceName)) {
    return own.state === 'ready'
      ? own
      : { ...own, state: 'working', sentence: 'It is being made ready.' };
  }
  return complete && (resourceName !== undefined || names.size === 0)
    ? { ...own, state: 'ready', sentence: 'It is in place.' }
    : own;
}

function describeAbsent(
  parent: KubernetesObject,
  ref: ComposedRef,
  found: Exclude<ComposedLookup, { object: KubernetesObject }>,
): StateDescription {
  if (isSecretRef(ref)) {
    return stateByParent(parent, undefined, {
      state: 'unknown',
      sentence:
        'What is in a Secret stays in the cluster, so the portal does not look at it.',
    });
  }
  if ('unreadable' in found) {
    return { state: 'unknown', sentence: found.unreadable };
  }
  return parent.metadata.deletionTimestamp
    ? { state: 'deleting', sentence: 'It is gone.' }
    : { state: 'working', sentence: 'It has not been made yet.' };
}

function buildNode(
  parent: KubernetesObject,
  ref: ComposedRef,
  context: TreeContext,
  above: ReadonlySet<string>,
): ComposedResource {
  const looked = context.lookup(ref);
  const found: ComposedLookup =
    'object' in looked && !isBound(parent, looked.object)
      ? { missing: true }
      : looked;
  const { apiVersion, kind, name, namespace } = ref;
  const place = { apiVersion, kind, name, ...(namespace && { namespace }) };
  if (!('object' in found)) {
    const state = describeAbsent(parent, ref, found);
    return { ...place, state, conditions: [], children: [] };
  }
  const { object } = found;
  const resourceName =
    object.metadata.annotations?.[COMPOSITION_RESOURCE_NAME_ANNOTATION];
  const described = context.describe?.(object) ?? describeObjectState(object);
  const { creationTimestamp } = object.metadata;
  return {
    ...place,
    ...(resourceName && { resourceName }),
    ...(creationTimestamp && { createdAt: creationTimestamp }),
    state:
      described.state === 'unknown'
        ? stateByParent(parent, resourceName, described)
        : described,
    conditions: readConditions(object),
    children: buildChildren(object, context, above),
  };
}

function buildChildren(
  object: KubernetesObject,
  context: TreeContext,
  above: ReadonlySet<string>,
): ComposedResource[] {
  if (above.size >= MAX_DEPTH) {
    return [];
  }
  return composedRefs(object)
    .map(ref => ({ ref, key: composedRefKey(ref) }))
    .filter(({ key }) => !above.has(key))
    .map(({ ref, key }) =>
      buildNode(object, ref, context, new Set([...above, key])),
    );
}

/**
 * What a claim is made of, nested, each with a state of its own.
 *
 * @param options.lookup - finds a composed object; never asked for the contents of a Secret.
 * @param options.describe - says how one object is by itself; `describeObjectState` when left out.
 * @public
 */
export function composedTree(options: {
  root: KubernetesObject;
  lookup: Lookup;
  describe?: (object: KubernetesObject) => StateDescription;
}): ComposedResource[] {
  return buildChildren(options.root, options, new Set());
}

/**
 * The references of a claim and everything under it that `lookup` can find, each once.
 *
 * @public
 */
export function collectComposedRefs(options: {
  root: KubernetesObject;
  lookup: (ref: ComposedRef) => KubernetesObject | undefined;
}): ComposedRef[] {
  const found = new Map<string, ComposedRef>();
  let level = [options.root];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const next: KubernetesObject[] = [];
    for (const parent of level) {
      for (const ref of composedRefs(parent)) {
        const key = composedRefKey(ref);
        if (!found.has(key)) {
          found.set(key, ref);
          const object = options.lookup(ref);
          if (object && isBound(parent, object)) {
            next.push(object);
          }
        }
      }
    }
    level = next;
  }
  return [...found.values()];
}

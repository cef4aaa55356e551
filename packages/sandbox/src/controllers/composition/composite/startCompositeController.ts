import type {
  Controller,
  GroupVersionKind,
  Informer,
  KubernetesObject,
  ObjectKey,
} from '../../runtime';
import { startController } from '../../runtime';
import type { Context } from '../context';
import { COMPOSITION_API } from '../context';
import type { Definition } from '../definition/types';
import { isLegacy, referenceableVersion } from '../definition/types';
import type { CompositionFunction } from '../functionTypes';
import { COMPOSITION_NAME_LABEL } from '../revision/revisionOf';
import { CompositeFields } from './compositeFields';
import { CompositeReconciler } from './CompositeReconciler';

const CONCURRENCY = 4;

/** A running controller of one XRD's composites. */
export type CompositeController = {
  gvk: GroupVersionKind;
  controller: Controller;
  stop(): Promise<void>;
};

/** Begins to reconcile the composites of an XRD. Watches the kinds they are composed of as they come to be known. */
export function startCompositeController(
  context: Context,
  definition: Definition,
  functionOf: (name: string) => CompositionFunction,
): CompositeController {
  const { pool, log } = context;
  const { names, group } = definition.spec;
  const gvk = {
    apiVersion: `${group}/${referenceableVersion(definition)}`,
    kind: names.kind,
  };
  const fields = new CompositeFields(isLegacy(definition));
  const composites: Informer = pool.of(gvk.apiVersion, gvk.kind);
  const watched = new Set<string>();

  const reconciler = new CompositeReconciler(
    context,
    definition,
    functionOf,
    watchComposed,
  );
  const controller = startController({
    name: `composite/${definition.metadata.name}`,
    concurrency: CONCURRENCY,
    watches: [
      { informer: composites },
      {
        informer: pool.of(COMPOSITION_API, 'CompositionRevision'),
        map: ({ object, previous }) => {
          // An old revision that is taken up again gets a new number; a new status is of no interest.
          if (previous?.spec?.revision === object.spec?.revision) return [];
          const name = object.metadata.labels?.[COMPOSITION_NAME_LABEL];
          return composites
            .list()
            .filter(it => usesComposition(it, name))
            .map(keyOfObject);
        },
      },
      {
        informer: pool.of(COMPOSITION_API, 'Composition'),
        map: ({ object }) =>
          composites
            .list()
            .filter(it => usesComposition(it, object.metadata.name))
            .map(keyOfObject),
      },
    ],
    reconcile: key => reconciler.reconcile(key),
    log,
  });

  return {
    gvk,
    controller,
    stop: async () => {
      await controller.stop();
      await pool.drop(gvk);
    },
  };

  function watchComposed(composite: KubernetesObject): void {
    for (const { apiVersion, kind } of fields.resourceRefs(composite)) {
      const id = `${apiVersion}/${kind}`;
      if (watched.has(id)) continue;
      watched.add(id);
      controller.watch({
        informer: pool.of(apiVersion, kind),
        // An owner that was taken away wants to put itself back.
        map: ({ object, previous }) => [
          ...ownersOf(object),
          ...referringTo(object),
          ...(previous ? ownersOf(previous) : []),
        ],
      });
    }
  }

  function ownersOf(object: KubernetesObject): ObjectKey[] {
    const owner = object.metadata.ownerReferences?.find(it => it.controller);
    if (owner?.kind !== gvk.kind || owner.apiVersion !== gvk.apiVersion)
      return [];
    // The composite may be cluster scoped though the composed object is not.
    return definition.spec.scope === 'Namespaced'
      ? [{ namespace: object.metadata.namespace, name: owner.name }]
      : [{ name: owner.name }];
  }

  /** Composites that would like to have an object that is somebody else's, for when that changes. */
  function referringTo(object: KubernetesObject): ObjectKey[] {
    const { apiVersion, kind, metadata } = object;
    return composites
      .list()
      .filter(it =>
        fields
          .resourceRefs(it)
          .some(
            ref =>
              ref.name === metadata.name &&
              ref.kind === kind &&
              ref.apiVersion === apiVersion &&
              (it.metadata.namespace ?? ref.namespace) === metadata.namespace,
          ),
      )
      .map(keyOfObject);
  }

  /** Composites without a composition may have been waiting for this one. */
  function usesComposition(
    composite: KubernetesObject,
    name: string | undefined,
  ): boolean {
    const current = fields.refName(composite, 'compositionRef');
    return current === undefined || current === name;
  }
}

function keyOfObject(object: KubernetesObject): ObjectKey {
  return {
    namespace: object.metadata.namespace,
    name: object.metadata.name ?? '',
  };
}

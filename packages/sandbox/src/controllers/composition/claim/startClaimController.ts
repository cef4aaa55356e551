import { startController } from '../../runtime';
import type { CompositeController } from '../composite/startCompositeController';
import type { Context } from '../context';
import type { Definition } from '../definition/types';
import { referenceableVersion } from '../definition/types';
import { ClaimReconciler } from './ClaimReconciler';

const CONCURRENCY = 4;

/** Begins to reconcile the claims that a v1 XRD offers. */
export function startClaimController(
  context: Context,
  definition: Definition,
): CompositeController {
  const { pool, log } = context;
  const { claimNames, names, group } = definition.spec;
  const apiVersion = `${group}/${referenceableVersion(definition)}`;
  const gvk = { apiVersion, kind: claimNames?.kind ?? '' };
  const reconciler = new ClaimReconciler(context, definition, gvk);
  const controller = startController({
    name: `claim/${definition.metadata.name}`,
    concurrency: CONCURRENCY,
    watches: [
      { informer: pool.of(gvk.apiVersion, gvk.kind) },
      {
        informer: pool.of(apiVersion, names.kind),
        map: ({ object }) => {
          const claim = object.spec?.claimRef;
          if (
            typeof claim !== 'object' ||
            claim === null ||
            Array.isArray(claim)
          )
            return [];
          return [
            { namespace: String(claim.namespace), name: String(claim.name) },
          ];
        },
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
}

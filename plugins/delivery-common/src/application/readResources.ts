import type { DeliveryResource } from '../types';
import type {
  ArgoApplication,
  ArgoResource,
  ArgoResultResource,
} from './ArgoApplication';
import { cleanMessage } from './cleanMessage';
import { findComparisonFailure } from './comparison';

/** A resource that fails is named by what it is, not by a version of its API. */
function keyOf(resource: ArgoResource | ArgoResultResource): string {
  const { group = '', kind, namespace = '', name } = resource;
  return [group, kind, namespace, name].join('|');
}

function isWell({ health }: ArgoResource): boolean {
  return !health?.status || health.status === 'Healthy';
}

/**
 * The resources that are not as git says, or not healthy, or could not be applied. While Argo CD cannot
 * compare it calls every resource Unknown and due for removal; that says nothing of them and is left out.
 */
export function readResources(
  application: ArgoApplication,
): DeliveryResource[] {
  const { resources = [], operationState } = application.status ?? {};
  const isBlind = findComparisonFailure(application) !== undefined;
  const results = new Map<string, ArgoResultResource>();
  for (const result of operationState?.syncResult?.resources ?? []) {
    if (
      !result.hookType &&
      (result.status === 'SyncFailed' ||
        result.status === 'PruneSkipped' ||
        result.hookPhase === 'Failed')
    ) {
      results.set(keyOf(result), result);
    }
  }
  const shown = resources
    .filter(resource => !resource.hook)
    .filter(
      resource =>
        (!isBlind && resource.status !== 'Synced') || !isWell(resource),
    )
    .map((resource): DeliveryResource => {
      const result = results.get(keyOf(resource));
      results.delete(keyOf(resource));
      const message = resource.health?.message ?? result?.message;
      return {
        group: resource.group ?? '',
        kind: resource.kind ?? '',
        ...(resource.namespace && { namespace: resource.namespace }),
        name: resource.name ?? '',
        ...(!isBlind && resource.status && { sync: resource.status }),
        ...(resource.health?.status && { health: resource.health.status }),
        ...(!isBlind &&
          resource.requiresPruning && { requiresPruning: true as const }),
        ...(message && { message: cleanMessage(message) }),
      };
    });
  // What a failing sync could not make is not in the status.
  const failed = [...results.values()]
    .filter(() => operationState?.phase !== 'Succeeded')
    .filter(result => !resources.some(known => keyOf(known) === keyOf(result)))
    .map(
      (result): DeliveryResource => ({
        group: result.group ?? '',
        kind: result.kind ?? '',
        ...(result.namespace && { namespace: result.namespace }),
        name: result.name ?? '',
        sync: 'OutOfSync',
        ...(result.message && { message: cleanMessage(result.message) }),
      }),
    );
  return [...shown, ...failed];
}

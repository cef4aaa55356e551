import type { CompositionFunction } from '../functionTypes';
import { conditionStatus } from '../patchAndTransform/checkReadiness';
import { kindHealth } from './kindHealth';

/**
 * What function-auto-ready v0.6.7 does: marks desired resources as ready that exist and are healthy by the rule of their
 * kind, or say so in their Ready condition. It never takes readiness back.
 */
export const autoReady: CompositionFunction = request => {
  for (const [name, desired] of request.desired.resources) {
    const observed = request.observed.resources.get(name);
    if (!observed || desired.ready !== 'Unspecified') continue;
    if (
      kindHealth(observed.resource) ||
      conditionStatus(observed.resource, 'Ready') === 'True'
    ) {
      desired.ready = 'True';
    }
  }
  return { results: [] };
};

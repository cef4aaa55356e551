import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { objectAt } from '../json';
import type { Offering } from '../types';
import { isCrossplaneField } from './crossplaneFields';

/**
 * The part of a claim's `spec` that a person asked for: Crossplane's own fields are left out.
 *
 * @public
 */
export function publicSpec(
  object: KubernetesObject,
  scope: Offering['scope'],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(objectAt(object, 'spec')).filter(
      ([field]) => !isCrossplaneField(scope, field),
    ),
  );
}

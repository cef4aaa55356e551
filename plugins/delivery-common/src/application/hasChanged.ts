import type { KubernetesObject } from '@cairn/plugin-platform-common';
import type { ArgoApplication } from './ArgoApplication';

function essence(object: KubernetesObject): string {
  const { metadata, spec, status, operation } = object as ArgoApplication;
  const { reconciledAt: _, ...rest } = status ?? {};
  const { resourceVersion: __, generation: ___, ...identity } = metadata;
  return JSON.stringify([identity, spec, rest, operation]);
}

/**
 * Whether a change of an Application is more than the time of the last comparison, which moves every few
 * minutes for each of them.
 *
 * @public
 */
export function hasChanged(
  before: KubernetesObject | undefined,
  after: KubernetesObject,
): boolean {
  return before === undefined || essence(before) !== essence(after);
}

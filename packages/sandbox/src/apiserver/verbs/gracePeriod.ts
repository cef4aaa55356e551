import type { KubeObject } from '../types';

/**
 * How long a deleted object stays, in seconds: for a pod on a node as long as
 * it says or is told, so that whoever runs it can stop it and delete it for good
 * with a period of 0; for all else nothing.
 *
 * @param wanted - `gracePeriodSeconds` of the request
 */
export function gracePeriodOf(
  resource: string,
  object: KubeObject,
  wanted: number | undefined,
): number {
  if (resource !== 'pods') return 0;
  const spec = (object.spec ?? {}) as {
    nodeName?: string;
    terminationGracePeriodSeconds?: number;
  };
  const { phase = '' } = (object.status ?? {}) as { phase?: string };
  if (!spec.nodeName || ['Succeeded', 'Failed'].includes(phase)) return 0;
  const period = wanted ?? spec.terminationGracePeriodSeconds ?? 30;
  const before = object.metadata.deletionGracePeriodSeconds;
  return before === undefined ? period : Math.min(before, period);
}

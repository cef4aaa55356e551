import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../runtime';
import type { ObjectCache } from './ObjectCache';
import { wireTime } from '../runtime';
import type { WorkloadCondition } from './types';

/** Writes a status if it is another than the one there. @returns the object as it is then */
export async function writeWorkloadStatus<T extends KubernetesObject>(
  cache: ObjectCache<T>,
  object: T,
  status: T['status'],
): Promise<T> {
  const wire = JSON.parse(JSON.stringify(status ?? {})) as T['status'];
  if (isDeepStrictEqual(wire, object.status)) return object;
  return cache.updateStatus({ ...object, status: wire });
}

/** A condition without its times. */
export type ConditionContent = Pick<
  WorkloadCondition,
  'type' | 'status' | 'reason' | 'message'
>;

/**
 * Puts a condition into a list as the controller-manager does: the same status
 * for the same reason stays as it is, a new reason keeps the transition time.
 */
export function withCondition(
  conditions: readonly WorkloadCondition[] = [],
  next: ConditionContent,
  options: { updateTime?: boolean; touch?: boolean } = {},
): WorkloadCondition[] {
  const old = conditions.find(({ type }) => type === next.type);
  const same = old?.status === next.status && old.reason === next.reason;
  if (same && !options.touch) return [...conditions];
  const now = wireTime();
  const entry: WorkloadCondition = {
    type: next.type,
    status: next.status,
    ...(options.updateTime && { lastUpdateTime: now }),
    lastTransitionTime:
      old?.status === next.status ? old.lastTransitionTime : now,
    reason: next.reason,
    message: next.message,
  };
  return [...conditions.filter(({ type }) => type !== next.type), entry];
}

/** The list without the conditions of a type. */
export function withoutCondition(
  conditions: readonly WorkloadCondition[] = [],
  type: string,
): WorkloadCondition[] {
  return conditions.filter(condition => condition.type !== type);
}

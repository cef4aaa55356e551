import type { Json, KubernetesObject } from './types';

/** A condition, as in `status.conditions`. */
export type Condition = {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message?: string;
  lastTransitionTime: string;
  observedGeneration?: number;
};

/** A condition without the moment, which only the object's history can tell. */
export type NewCondition = Omit<Condition, 'lastTransitionTime'>;

/** The instant as the wire writes it: UTC, whole seconds. */
export function wireTime(date: Date = new Date()): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/**
 * Puts conditions into a list. A condition keeps its place; new ones go to the end in the order of writing. The
 * transition time moves only when the status (or, with `transitionOnReason`, also the reason or message) changes.
 *
 * @returns a new list; the same entries where nothing changed
 */
export function setConditions(
  current: readonly Condition[] | undefined,
  changes: readonly NewCondition[],
  options: { now?: Date; transitionOnReason?: boolean } = {},
): Condition[] {
  const result = [...(current ?? [])];
  for (const change of changes) {
    const index = result.findIndex(it => it.type === change.type);
    const old = result[index];
    const same =
      old &&
      old.status === change.status &&
      (!options.transitionOnReason ||
        (old.reason === change.reason &&
          (old.message ?? '') === (change.message ?? '')));
    const lastTransitionTime = same
      ? old.lastTransitionTime
      : wireTime(options.now);
    const { message, observedGeneration, ...rest } = change;
    const next: Condition = {
      ...rest,
      ...(message && { message }),
      ...(observedGeneration !== undefined && { observedGeneration }),
      lastTransitionTime,
    };
    if (old) result[index] = next;
    else result.push(next);
  }
  return result;
}

/** The conditions of an object; entries that are no conditions are left out. */
export function conditionsOf(object: KubernetesObject): Condition[] {
  const conditions: Json | undefined = object.status?.conditions;
  if (!Array.isArray(conditions)) return [];
  return conditions.filter(
    it => typeof it === 'object' && it !== null && !Array.isArray(it),
  ) as unknown as Condition[];
}

/** One condition of an object by its type. */
export function conditionOf(
  object: KubernetesObject,
  type: string,
): Condition | undefined {
  return conditionsOf(object).find(it => it.type === type);
}

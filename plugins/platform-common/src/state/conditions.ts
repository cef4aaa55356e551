import type { Condition, KubernetesObject } from '../types';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readCondition(value: unknown): Condition | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const type = text(value.type);
  const { status } = value;
  if (
    type === undefined ||
    (status !== 'True' && status !== 'False' && status !== 'Unknown')
  ) {
    return undefined;
  }
  const condition: Condition = { type, status };
  for (const field of ['reason', 'message', 'lastTransitionTime'] as const) {
    const content = text(value[field]);
    if (content !== undefined) {
      condition[field] = content;
    }
  }
  if (typeof value.observedGeneration === 'number') {
    condition.observedGeneration = value.observedGeneration;
  }
  return condition;
}

/**
 * The conditions of an object, field by field; entries that are none are left out.
 *
 * @public
 */
export function readConditions(object: KubernetesObject): Condition[] {
  const { status } = object;
  const conditions = isRecord(status) ? status.conditions : undefined;
  return Array.isArray(conditions)
    ? conditions.map(readCondition).filter(item => item !== undefined)
    : [];
}

/**
 * The condition of a type, or undefined when the object does not have it.
 *
 * @public
 */
export function findCondition(
  object: KubernetesObject,
  type: string,
): Condition | undefined {
  return readConditions(object).find(condition => condition.type === type);
}

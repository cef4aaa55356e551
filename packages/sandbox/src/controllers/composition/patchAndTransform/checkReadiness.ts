import type { Json, JsonObject } from '../../runtime';
import {
  FieldNotFoundError,
  getFieldPath,
  isObject,
} from '../fieldpath/FieldPath';
import { FunctionCrash } from './FunctionCrash';
import type { ReadinessCheck } from './input';

const DEFAULT_CHECKS: ReadinessCheck[] = [
  { type: 'MatchCondition', matchCondition: { type: 'Ready', status: 'True' } },
];

/** Whether all checks are met. Without checks, the Ready condition decides. @throws Error when a field has the wrong type */
export function checkReadiness(
  observed: JsonObject,
  checks: readonly ReadinessCheck[] | undefined,
): boolean {
  const all = checks?.length ? checks : DEFAULT_CHECKS;
  for (const [index, check] of all.entries()) {
    try {
      if (!isMet(observed, check)) return false;
    } catch (error) {
      if (error instanceof FunctionCrash || !(error instanceof Error))
        throw error;
      throw new Error(
        `cannot run readiness check at index ${index}: ${error.message}`,
      );
    }
  }
  return true;
}

function isMet(observed: JsonObject, check: ReadinessCheck): boolean {
  const { fieldPath = '' } = check;
  if (check.type === 'None') return true;
  if (check.type === 'MatchCondition') {
    if (!check.matchCondition) throw new FunctionCrash();
    const { type = '', status } = check.matchCondition;
    return conditionStatus(observed, type) === status;
  }
  let value: Json;
  try {
    value = getFieldPath(observed, fieldPath);
  } catch (error) {
    if (error instanceof FieldNotFoundError) return false;
    throw error;
  }
  switch (check.type) {
    case 'NonEmpty':
      return true;
    case 'MatchString':
      if (typeof value !== 'string')
        throw new Error(`${fieldPath}: not a string`);
      return value === check.matchString;
    case 'MatchInteger':
      // Every number arrives as a float, so this check of the real function is never met.
      throw new Error(`${fieldPath}: not a (int64) number`);
    default:
      if (typeof value !== 'boolean')
        throw new Error(`${fieldPath}: not a bool`);
      return value === (check.type === 'MatchTrue');
  }
}

/** The status of a condition; `Unknown` if there is none. */
export function conditionStatus(object: JsonObject, type: string): string {
  const status = isObject(object.status) ? object.status : {};
  const conditions = Array.isArray(status.conditions) ? status.conditions : [];
  const found = conditions.filter(isObject).find(it => it.type === type);
  return typeof found?.status === 'string' ? found.status : 'Unknown';
}

import { wireTime } from '../../runtime';
import type { ApplicationCondition } from '../types';

/** The conditions that a comparison decides about; all others stay. */
const EVALUATED = new Set([
  'ComparisonError',
  'InvalidSpecError',
  'RepeatedResourceWarning',
  'SharedResourceWarning',
  'SyncError',
  'UnknownError',
]);

/** Puts the conditions of a comparison in place of those of before. An unchanged one keeps its time. */
export function mergeConditions(
  before: readonly ApplicationCondition[] = [],
  found: readonly ApplicationCondition[],
): ApplicationCondition[] {
  const fresh = found.map(condition => {
    const same = before.find(
      it => it.type === condition.type && it.message === condition.message,
    );
    return same ?? { ...condition, lastTransitionTime: wireTime() };
  });
  return [...before.filter(it => !EVALUATED.has(it.type)), ...fresh].sort(
    (a, b) => (a.type < b.type ? -1 : Number(a.type > b.type)),
  );
}

/** Conditions in one line, as an operation's message has them. */
export function formatConditions(
  conditions: readonly ApplicationCondition[],
): string {
  return conditions.map(it => `${it.type}: ${it.message}`).join(';');
}

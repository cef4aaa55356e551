import type { JsonObject, JsonValue } from '@backstage/types';

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The answers after a change of one step. The organisation at the git host follows the team as long as
 * it is the team's.
 */
export function changedAnswers(
  before: Record<string, JsonValue>,
  change: JsonObject | undefined,
): Record<string, JsonValue> {
  const after = { ...before, ...change } as Record<string, JsonValue>;
  const { repository } = after;
  if (
    isObject(repository) &&
    typeof after.owner === 'string' &&
    after.owner !== before.owner &&
    repository.owner === before.owner
  ) {
    after.repository = { ...repository, owner: after.owner };
  }
  return after;
}

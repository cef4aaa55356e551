/** Text that is equal for equal values, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([k, v]) => `${k}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? '';
}

/**
 * Statements about one thing as one: each field from the latest statement that has a value for it;
 * of two at the same instant the one with the greater content. So neither the order of arrival nor
 * repetition matters.
 *
 * @param statements - at least one
 */
export function foldFields<T extends { at: number }>(
  statements: readonly T[],
): T {
  if (statements.length === 1) return statements[0];
  const merged: T = { ...statements[0] };
  const saidAt = new Map<keyof T, number>();
  for (const statement of statements) {
    for (const field of Object.keys(statement) as (keyof T)[]) {
      const value = statement[field];
      if (value === undefined) continue;
      const before = saidAt.get(field);
      if (
        before === undefined ||
        statement.at > before ||
        (statement.at === before && canonical(value) > canonical(merged[field]))
      ) {
        merged[field] = value;
        saidAt.set(field, statement.at);
      }
    }
  }
  return merged;
}

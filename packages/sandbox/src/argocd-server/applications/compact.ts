/** Drops fields that are absent, false or empty texts, as Go's `omitempty` does; lists and objects stay. */
export function compact(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([, it]) =>
          it !== undefined && it !== null && it !== false && it !== '',
      )
      .map(([name, it]) => [name, compact(it)]),
  );
}

const engineNames: Record<string, string> = {
  postgres: 'PostgreSQL',
  mysql: 'MySQL',
  mongodb: 'MongoDB',
};

/** `postgres` becomes `PostgreSQL`; an engine we do not know keeps its name. */
export function engineName(engine: unknown): string {
  if (typeof engine !== 'string' || !engine) return '–';
  return engineNames[engine] ?? engine;
}

/** A text of a claim's spec; an en dash where there is none. */
export function specText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : '–';
}

import { parseEntityRef } from '@backstage/catalog-model';
import type { State } from '@cairn/plugin-platform-common';

/** The one vocabulary of states, as it is written. */
export const stateWords: Record<State, string> = {
  ready: 'Ready',
  working: 'Working',
  waiting: 'Waiting',
  'needs-attention': 'Needs attention',
  failed: 'Failed',
  unknown: 'Unknown',
  paused: 'Paused',
  deleting: 'Deleting',
};

/** In the order in which they want to be seen: what needs somebody first. */
export const statesByUrgency: State[] = [
  'failed',
  'needs-attention',
  'unknown',
  'waiting',
  'working',
  'deleting',
  'paused',
  'ready',
];

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

/** The short name of an entity reference: `group:default/payments` becomes `payments`. */
export function refName(ref: string): string {
  try {
    return parseEntityRef(ref).name;
  } catch {
    return ref;
  }
}

/** `3 databases`, `1 database`, with thousands separators. */
export function countOf(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}

/** A text of a claim's spec; an en dash where there is none. */
export function specText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : '–';
}

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

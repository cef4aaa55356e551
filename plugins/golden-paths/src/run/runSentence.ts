import { formatDuration } from '@cairn/plugin-platform-react';
import type { RunState, RunStep } from './runSteps';
import type { RunSubject } from './runSubject';

/** The answer in one sentence: what is happening, or how it ended. */
export function sentenceOf(run: {
  state: RunState;
  steps: RunStep[];
  duration: number | undefined;
  subject: RunSubject;
}): string {
  const { state, steps, duration, subject } = run;
  const done = steps.filter(({ status }) => status === 'done').length;
  const took = duration === undefined ? '' : ` in ${formatDuration(duration)}`;
  const name = subject.name ?? 'What you asked for';
  switch (state) {
    case 'ready':
      return `${name} is there${took}. It is yours now: change anything in its repository.`;
    case 'failed': {
      const failed = steps.find(({ status }) => status === 'failed');
      return failed
        ? `"${failed.title}" failed, after ${done} of ${steps.length} steps.`
        : `The run failed after ${done} of ${steps.length} steps.`;
    }
    case 'paused':
      return `The run was stopped after ${done} of ${steps.length} steps.`;
    case 'waiting':
      return 'Waiting for a free worker; it begins by itself.';
    default:
      return `${done} of ${steps.length} steps done. You can leave the page meanwhile; the run goes on.`;
  }
}

import type { TaskStream } from '@backstage/plugin-scaffolder-react';
import type { TimelineEntry } from '@cairn/plugin-platform-react';

/** One step of a run, as it is shown. */
export interface RunStep
  extends Pick<
    TimelineEntry,
    'id' | 'title' | 'status' | 'startedAt' | 'finishedAt'
  > {
  log: string[];
  /** Addresses in its log, in order, each once. */
  links: string[];
}

const addressPattern = /https?:\/\/[^\s"'<>()[\]{},]+/g;

/** Addresses in lines of a log, each once, without the full stop of the sentence. */
export function linksIn(lines: string[]): string[] {
  const found = lines.flatMap(line => line.match(addressPattern) ?? []);
  return [...new Set(found.map(url => url.replace(/[.,;:!?]+$/, '')))];
}

/** The colours of terminals that loggers write. */
// eslint-disable-next-line no-control-regex
const colours = /\u001b\[[0-9;]*m/g;

/** A line of the log without the instant that precedes it, and without colours. */
export function logText(line: string): string {
  return line.replace(/^\S+Z? /, '').replace(colours, '');
}

function statusOf(
  status: string | undefined,
  run: { over: boolean; cancelled: boolean },
): RunStep['status'] {
  switch (status) {
    case 'processing':
      // A run that is over works on nothing, whatever its last event was.
      if (run.cancelled) return 'skipped';
      return run.over ? 'failed' : 'current';
    case 'completed':
      return 'done';
    case 'failed':
      return 'failed';
    case 'skipped':
    case 'cancelled':
      return 'skipped';
    default:
      return run.over ? 'skipped' : 'pending';
  }
}

/** The steps of a run, in the order of its template. */
export function runSteps(stream: TaskStream): RunStep[] {
  const cancelled = stream.cancelled || stream.task?.status === 'cancelled';
  const over = cancelled || (stream.completed && !isCutOff(stream));
  return (stream.task?.spec.steps ?? []).map(({ id, name }) => {
    const known = stream.steps[id];
    const log = (stream.stepLogs[id] ?? []).map(logText);
    return {
      id,
      title: name,
      status: statusOf(known?.status, { over, cancelled }),
      startedAt: known?.startedAt,
      finishedAt: known?.endedAt,
      log,
      links: linksIn(log),
    };
  });
}

/** Whether the run is not heard of just now, although it goes on: there is an error, but no step failed. */
export function isCutOff(stream: TaskStream): boolean {
  return (
    stream.error !== undefined &&
    stream.task !== undefined &&
    !Object.values(stream.steps).some(({ status }) => status === 'failed') &&
    !['failed', 'completed', 'cancelled'].includes(stream.task.status)
  );
}

/** How a run stands. */
export type RunState = 'waiting' | 'working' | 'ready' | 'failed' | 'paused';

/** How the run as a whole stands, in the portal's words. */
export function runState(stream: TaskStream): RunState {
  if (stream.cancelled || stream.task?.status === 'cancelled') return 'paused';
  if (stream.completed && !isCutOff(stream)) {
    return stream.error ? 'failed' : 'ready';
  }
  const begun = Object.values(stream.steps).some(
    step => step.status !== 'open',
  );
  return begun ? 'working' : 'waiting';
}

/** The time a run took, or has taken so far, in milliseconds. */
export function runDuration(steps: RunStep[], now: number): number | undefined {
  const starts = steps.flatMap(({ startedAt }) => startedAt ?? []);
  if (starts.length === 0) return undefined;
  const ends = steps.flatMap(({ finishedAt }) => finishedAt ?? []);
  const working = steps.some(({ status }) => status === 'current');
  const end =
    working || ends.length === 0
      ? now
      : Math.max(...ends.map(instant => Date.parse(instant)));
  const start = Math.min(...starts.map(instant => Date.parse(instant)));
  return Math.max(0, end - start);
}

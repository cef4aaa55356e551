import type { State, StateDescription } from '@cairn/plugin-platform-common';

/**
 * How long, in milliseconds, a state must hold before it is shown. What Crossplane writes back for a
 * moment lasts 5 to 50 ms (rules 9 and 12 of its recorded behaviour); nobody misses half a second.
 */
export const SETTLE_TIME = 500;

/** States that a person causes; they are true from the first moment on. */
const AT_ONCE: ReadonlySet<State> = new Set(['deleting', 'paused']);

/** What is remembered of a claim between two looks at it. */
export interface SettledState {
  /** What people see. */
  shown: StateDescription;
  /** What came since and has yet to hold. `since` in milliseconds. */
  candidate?: { state: StateDescription; since: number };
}

function saysTheSame(a: StateDescription, b: StateDescription): boolean {
  return a.state === b.state && a.sentence === b.sentence;
}

/**
 * Keeps a state from flickering: a new word or sentence is shown as soon as it has held for half a
 * second, and what came and went in less is never shown.
 *
 * @param options.before - what was remembered; undefined for something seen for the first time, which
 * is shown as it is.
 * @param options.now - in milliseconds.
 * @param options.changedAt - when the claim or a part of it last changed, in milliseconds; undefined
 * when that was not seen. A state that is new without a change has come with time and holds already.
 * @returns what to remember, and when to look again if something has yet to hold, in milliseconds.
 * @public
 */
export function settleState(options: {
  before: SettledState | undefined;
  next: StateDescription;
  now: number;
  changedAt: number | undefined;
}): { settled: SettledState; lookAgainAt?: number } {
  const { before, next, now, changedAt } = options;
  if (
    !before ||
    AT_ONCE.has(next.state) ||
    saysTheSame(before.shown, next) ||
    changedAt === undefined ||
    now - changedAt >= SETTLE_TIME
  ) {
    return { settled: { shown: next } };
  }
  const { candidate, shown } = before;
  // A new word holds while its sentence still changes; within one word the sentence itself must hold.
  const holds =
    candidate &&
    candidate.state.state === next.state &&
    (next.state !== shown.state || saysTheSame(candidate.state, next));
  const since = holds ? candidate.since : changedAt;
  return now - since >= SETTLE_TIME
    ? { settled: { shown: next } }
    : {
        settled: { shown, candidate: { state: next, since } },
        lookAgainAt: since + SETTLE_TIME,
      };
}

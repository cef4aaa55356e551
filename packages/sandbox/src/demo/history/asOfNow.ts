import type { Change, ServiceHistory } from './types';

/**
 * Leaves out of a history what has not happened yet, and numbers the pull
 * requests in the order they were opened.
 */
export function asOfNow(history: ServiceHistory, now: number): ServiceHistory {
  const past = (at: number | undefined) =>
    at !== undefined && at <= now ? at : undefined;
  return {
    ...history,
    changes: numbered(
      history.changes.filter(({ openedAt }) => openedAt <= now),
      past,
    ),
    deployments: history.deployments.filter(
      ({ finishedAt }) => finishedAt <= now,
    ),
    incidents: history.incidents
      .filter(({ startedAt }) => startedAt <= now)
      .map(incident => ({
        ...incident,
        resolvedAt: past(incident.resolvedAt),
      }))
      .sort((one, other) => one.startedAt - other.startedAt),
    runs: history.runs.filter(({ finishedAt }) => finishedAt <= now),
  };
}

/** Changes it in place: what main became refers to these very changes. */
function numbered(
  changes: Change[],
  past: (at: number | undefined) => number | undefined,
): Change[] {
  let number = 0;
  return changes
    .sort((one, other) => one.openedAt - other.openedAt)
    .map(change => {
      if (change.branch !== 'main') {
        number += 1;
        change.number = number;
      }
      change.reviewedAt = past(change.reviewedAt);
      change.mergedAt = past(change.mergedAt);
      change.closedAt = past(change.closedAt);
      return change;
    });
}

import type { AnalysedDeployment, ComponentHistory } from '../engine';
import { quantile } from '../numbers';
import { bucketAt, bucketsOf, localDays, type Window } from '../time';
import {
  isSuccess,
  isWithin,
  metric,
  selectDeployments,
} from './selectDeployments';
import type { DeploymentFrequency, MeasureOptions } from './types';

const HALF_YEAR = 182 * 86_400_000;

function medianOf(values: number[]): number | null {
  return quantile(
    values.sort((a, b) => a - b),
    0.5,
  );
}

function daysPerWeek(
  deployments: readonly AnalysedDeployment[],
  window: Window,
  zone: string,
): number | null {
  const weeks = bucketsOf(window, 'week', zone).filter(
    week => week.start >= window.start && week.end <= window.end,
  );
  const days = new Map(weeks.map(({ date }) => [date, new Set<string>()]));
  for (const { finishedAt } of deployments) {
    const { date } = bucketAt(finishedAt, 'week', zone);
    days.get(date)?.add(bucketAt(finishedAt, 'day', zone).date);
  }
  return medianOf([...days.values()].map(({ size }) => size));
}

function rate(count: number, days: number): number | null {
  return days > 0 ? count / days : null;
}

/** How often a component reached production. @public */
export function deploymentFrequency(
  history: ComponentHistory,
  options: MeasureOptions,
): DeploymentFrequency {
  const { window, owned, zone = 'UTC' } = options;
  const finished = selectDeployments(history, options);
  const counted = finished.filter(isSuccess);
  const begun = history.unfinished.filter(at => isWithin(at, window)).length;
  const perDay = rate(counted.length, localDays(window, zone, owned));
  const before = { start: window.end - HALF_YEAR, end: window.end };
  const trailing = counted.length
    ? 0
    : selectDeployments(history, { ...options, window: before }).filter(
        isSuccess,
      ).length;
  return {
    ...metric(options, {
      n: counted.length,
      coverage: { known: finished.length, all: finished.length + begun },
      reason: null,
      flags: finished.some(({ gap }) => gap) ? ['gap'] : [],
    }),
    value: counted.length,
    perDay,
    levelRate: counted.length
      ? perDay
      : (trailing || null) && rate(trailing, localDays(before, zone, owned)),
    medianGap: medianOf(
      counted
        .slice(1)
        .map(({ finishedAt }, i) => finishedAt - counted[i].finishedAt),
    ),
    daysPerWeek: daysPerWeek(counted, window, zone),
    deployments: counted.map(({ id }) => id),
  };
}

import {
  DEFINITION_VERSION,
  type AnalysedDeployment,
  type ComponentHistory,
} from '../engine';
import { bucketAt, type Window } from '../time';
import type { MeasureOptions, Metric, MetricFlag } from './types';

export function isWithin(instant: number, window: Window): boolean {
  return instant >= window.start && instant < window.end;
}

/** The deployments that count: in the window, while it was owned, and no redeploys. */
export function selectDeployments(
  history: ComponentHistory,
  { window, owned }: MeasureOptions,
): AnalysedDeployment[] {
  return history.deployments.filter(
    ({ kind, finishedAt }) =>
      kind !== 'redeploy' &&
      isWithin(finishedAt, window) &&
      (!owned || owned.some(part => isWithin(finishedAt, part))),
  );
}

export function isSuccess({ result }: AnalysedDeployment): boolean {
  return result === 'succeeded';
}

/** A window that passes the start of the current local month is not over yet. */
export function isIncomplete({
  window,
  asOf,
  zone = 'UTC',
}: MeasureOptions): boolean {
  return window.end > bucketAt(asOf, 'month', zone).start;
}

/** What every metric carries; flags in a fixed order. */
export function metric(
  options: MeasureOptions,
  parts: Omit<Metric, 'definition'>,
): Metric {
  const flags = new Set<MetricFlag>(parts.flags);
  if (isIncomplete(options)) flags.add('incomplete');
  return {
    definition: DEFINITION_VERSION,
    n: parts.n,
    coverage: parts.coverage,
    reason: parts.reason,
    flags: [...flags].sort(),
  };
}

/** `partial` where no source of incidents is connected. */
export function partialFlag({ component }: ComponentHistory): MetricFlag[] {
  return component.incidentSources.length ? [] : ['partial'];
}

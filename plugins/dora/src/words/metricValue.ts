import { formatDuration } from '@cairn/plugin-platform-react';
import type { Counted, Metrics, MetricName } from '../api/types';
import { metricWords } from './metricWords';

/**
 * The number a metric is read by: deployments a day, milliseconds of the middle one, or a share from
 * 0 to 1; `null` where there is none.
 */
export function valueOf(metrics: Metrics, name: MetricName): number | null {
  switch (name) {
    case 'deploymentFrequency':
      return metrics.deploymentFrequency.perDay;
    case 'changeLeadTime':
      return metrics.changeLeadTime.p50;
    case 'failedDeploymentRecoveryTime':
      return metrics.failedDeploymentRecoveryTime.p50;
    default:
      return metrics[name].value;
  }
}

/** What the number carries. */
export function countedOf(metrics: Metrics, name: MetricName): Counted {
  return metrics[name];
}

const decimal = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

function frequency(perDay: number): string {
  if (perDay >= 1) return `${decimal.format(perDay)} a day`;
  if (perDay * 7 >= 1) return `${decimal.format(perDay * 7)} a week`;
  return `${decimal.format(perDay * 30.4375)} a month`;
}

/** A value of a metric as people read it; a dash for none. */
export function formatValue(name: MetricName, value: number | null): string {
  if (value === null) return '–';
  switch (metricWords[name].unit) {
    case 'a day':
      return value === 0 ? 'none' : frequency(value);
    case 'duration':
      return formatDuration(value);
    default:
      return `${decimal.format(value * 100)} %`;
  }
}

/** How a value stands to another of the same metric. */
export interface ValueChange {
  direction: 'better' | 'worse' | 'same';
  text: string;
}

/** Differences below a twentieth are no change, but chance. */
const NOTICEABLE = 0.05;

/** What became of a value; undefined where one of the two is missing. */
export function changeOf(
  name: MetricName,
  now: number | null,
  before: number | null,
): ValueChange | undefined {
  if (now === null || before === null) return undefined;
  const was = `was ${formatValue(name, before)}`;
  const reference = Math.max(Math.abs(before), Math.abs(now));
  if (reference === 0 || Math.abs(now - before) / reference < NOTICEABLE) {
    return { direction: 'same', text: `as before, ${was}` };
  }
  const isMore = now > before;
  const isBetter = (metricWords[name].better === 'more') === isMore;
  return {
    direction: isBetter ? 'better' : 'worse',
    text: `${isBetter ? 'better' : 'worse'}, ${was}`,
  };
}

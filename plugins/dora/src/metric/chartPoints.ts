import type { MetricName, Series } from '../api/types';
import { countedOf, valueOf } from '../words/metricValue';
import { metricWords } from '../words/metricWords';

/** One bucket of a chart. */
export interface ChartPoint {
  date: string;
  /** As it is drawn: deployments, hours or per cent; `null` is a gap. */
  value: number | null;
  /** As it is said. */
  exact: number | null;
  /** How many things it is made of. */
  n: number;
}

const HOUR = 3_600_000;

/** What the vertical axis counts. */
export function axisUnit(name: MetricName): string {
  switch (metricWords[name].unit) {
    case 'a day':
      return 'deployments';
    case 'duration':
      return 'hours';
    default:
      return '%';
  }
}

function drawn(name: MetricName, value: number | null): number | null {
  if (value === null) return null;
  switch (metricWords[name].unit) {
    case 'duration':
      return value / HOUR;
    case 'share':
      return value * 100;
    default:
      return value;
  }
}

/** The buckets of a metric; how often something was deployed is counted, not averaged. */
export function chartPoints(name: MetricName, series: Series): ChartPoint[] {
  return series.items.map(({ date, metrics }) => {
    const exact =
      name === 'deploymentFrequency'
        ? metrics.deploymentFrequency.value
        : valueOf(metrics, name);
    return {
      date,
      exact,
      value: drawn(name, exact),
      n: countedOf(metrics, name).n,
    };
  });
}

import { quantile } from './quantile';
import { variance } from './rangeFunctions';
import {
  ExecutionError,
  keyOfLabels,
  type Labels,
  pickLabels,
  type Sample,
} from './values';

/** Groups samples by labels and makes one (or, for `topk`, some) of each group. */
export function aggregate(
  samples: Sample[],
  options: {
    operator: string;
    without: boolean;
    labels: string[];
    parameter: number | string | undefined;
  },
): Sample[] {
  const { operator, without, labels, parameter } = options;
  const groups = new Map<string, { labels: Labels; samples: Sample[] }>();
  for (const sample of samples) {
    const picked = pickLabels(sample.labels, labels, without);
    const key = keyOfLabels(picked);
    const group = groups.get(key) ?? { labels: picked, samples: [] };
    group.samples.push(sample);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(group => {
    if (operator === 'topk' || operator === 'bottomk') {
      return extremes(group.samples, operator, Number(parameter));
    }
    if (operator === 'count_values') {
      return countValues(group, String(parameter));
    }
    const values = group.samples.map(sample => sample.value);
    const value = reduce(operator, values, Number(parameter));
    return [{ labels: group.labels, value }];
  });
}

function reduce(operator: string, values: number[], parameter: number): number {
  const sum = () => values.reduce((total, value) => total + value, 0);
  switch (operator) {
    case 'sum':
      return sum();
    case 'avg':
      return sum() / values.length;
    case 'min':
      return values.reduce((least, value) =>
        value < least || Number.isNaN(least) ? value : least,
      );
    case 'max':
      return values.reduce((most, value) =>
        value > most || Number.isNaN(most) ? value : most,
      );
    case 'count':
      return values.length;
    case 'group':
      return 1;
    case 'stddev':
      return Math.sqrt(variance(values));
    case 'stdvar':
      return variance(values);
    case 'quantile':
      return quantile(parameter, values);
    default:
      throw new Error(`There is no aggregation ${operator}`);
  }
}

function extremes(samples: Sample[], operator: string, k: number): Sample[] {
  if (!Number.isFinite(k)) {
    throw new ExecutionError(`Scalar value ${k} overflows int64`);
  }
  const sign = operator === 'topk' ? -1 : 1;
  // What is not a number comes last, whatever is looked for.
  const rank = ({ value }: Sample) =>
    Number.isNaN(value) ? Infinity : sign * value;
  return [...samples]
    .sort((one, other) => rank(one) - rank(other) || 0)
    .slice(0, Math.max(0, Math.floor(k)));
}

function countValues(
  group: { labels: Labels; samples: Sample[] },
  name: string,
): Sample[] {
  const counts = new Map<number, number>();
  for (const { value } of group.samples) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, count]) => ({
    labels: { ...group.labels, [name]: formatValue(value) },
    value: count,
  }));
}

/** A number as Prometheus writes it. */
export function formatValue(value: number): string {
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  // Go's %g form never drops below this without an exponent either.
  return Object.is(value, -0) ? '-0' : String(value);
}

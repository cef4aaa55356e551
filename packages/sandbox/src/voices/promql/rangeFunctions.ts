import { quantile } from './quantile';
import type { Point } from './values';

/** The window that the points of a range were taken from; in milliseconds. */
export interface Window {
  start: number;
  end: number;
}

/** Growth over all resets of a counter. */
function growth(points: Point[]): number {
  const [first, last] = [points[0], points.at(-1)];
  let sum = (last?.value ?? 0) - (first?.value ?? 0);
  for (let at = 1; at < points.length; at++) {
    const before = points[at - 1]?.value ?? 0;
    if ((points[at]?.value ?? 0) < before) sum += before;
  }
  return sum;
}

/**
 * Prometheus's `extrapolatedRate` (promql/functions.go): the growth between the
 * first and the last point, stretched to the window's ends, but no further
 * than half an interval beyond where points are missing, nor below zero.
 */
function extrapolated(
  points: Point[],
  window: Window,
  options: { counter: boolean; perSecond: boolean },
): number | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 2) return undefined;
  let result = options.counter ? growth(points) : last.value - first.value;
  const sampled = (last.time - first.time) / 1000;
  const average = sampled / (points.length - 1);
  const threshold = average * 1.1;
  let toStart = (first.time - window.start) / 1000;
  let toEnd = (window.end - last.time) / 1000;
  if (toStart >= threshold) toStart = average / 2;
  if (options.counter && result > 0 && first.value >= 0) {
    const toZero = sampled * (first.value / result);
    if (toZero < toStart) toStart = toZero;
  }
  if (toEnd >= threshold) toEnd = average / 2;
  result *= (sampled + toStart + toEnd) / sampled;
  return options.perSecond
    ? result / ((window.end - window.start) / 1000)
    : result;
}

function instant(points: Point[], perSecond: boolean): number | undefined {
  const [before, last] = [points.at(-2), points.at(-1)];
  if (!before || !last) return undefined;
  if (!perSecond) return last.value - before.value;
  const grown =
    last.value < before.value ? last.value : last.value - before.value;
  return grown / ((last.time - before.time) / 1000);
}

function slope(points: Point[]): number | undefined {
  if (points.length < 2) return undefined;
  const origin = points[0]?.time ?? 0;
  const xs = points.map(point => (point.time - origin) / 1000);
  const n = points.length;
  const sum = (list: number[]) => list.reduce((total, each) => total + each, 0);
  const sx = sum(xs);
  const sy = sum(points.map(point => point.value));
  const sxy = sum(points.map((point, at) => (xs[at] ?? 0) * point.value));
  const sxx = sum(xs.map(x => x * x));
  return (sxy - (sx * sy) / n) / (sxx - (sx * sx) / n);
}

const count = (
  points: Point[],
  changed: (before: number, now: number) => boolean,
) =>
  points.filter((point, at) => {
    const before = points[at - 1];
    return before !== undefined && changed(before.value, point.value);
  }).length;

const mean = (values: number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean of the squares of the distances from the mean. */
export function variance(values: number[]): number {
  const middle = mean(values);
  return mean(values.map(value => (value - middle) ** 2));
}

/** Works a function of a range out; undefined where Prometheus gives nothing. */
export function applyRangeFunction(
  name: string,
  points: Point[],
  window: Window,
  parameter: number,
): number | undefined {
  const values = points.map(point => point.value);
  switch (name) {
    case 'rate':
      return extrapolated(points, window, { counter: true, perSecond: true });
    case 'increase':
      return extrapolated(points, window, { counter: true, perSecond: false });
    case 'delta':
      return extrapolated(points, window, { counter: false, perSecond: false });
    case 'irate':
      return instant(points, true);
    case 'idelta':
      return instant(points, false);
    case 'deriv':
      return slope(points);
    case 'changes':
      return count(points, (before, now) => before !== now);
    case 'resets':
      return count(points, (before, now) => now < before);
    case 'avg_over_time':
      return mean(values);
    case 'min_over_time':
      return values.reduce((least, value) => Math.min(least, value));
    case 'max_over_time':
      return values.reduce((most, value) => Math.max(most, value));
    case 'sum_over_time':
      return values.reduce((sum, value) => sum + value, 0);
    case 'count_over_time':
      return values.length;
    case 'first_over_time':
      return values[0];
    case 'last_over_time':
      return values.at(-1);
    case 'present_over_time':
      return 1;
    case 'stddev_over_time':
      return Math.sqrt(variance(values));
    case 'stdvar_over_time':
      return variance(values);
    case 'quantile_over_time':
      return quantile(parameter, values);
    default:
      throw new Error(`There is no function ${name}`);
  }
}

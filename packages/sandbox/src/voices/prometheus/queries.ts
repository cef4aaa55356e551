import { setImmediate as pause } from 'node:timers/promises';
import { INTERVAL } from '../metrics/ClusterMetrics';
import {
  Evaluator,
  type Expression,
  formatValue,
  keyOfLabels,
  type Labels,
  type SeriesSource,
  typeOf,
} from '../promql';
import { BadData, stepOf, timeOf } from './parameters';

/** Prometheus's own limit for the points of one series. */
const MAX_STEPS = 11_000;
/** How long is worked at once before others have their turn. */
const TURN_MS = 20;

type WirePoint = [number, string];

const wire = (time: number, value: number): WirePoint => [
  time / 1000,
  formatValue(value),
];

/** The value of an expression at one moment. */
export function queryInstant(
  source: SeriesSource,
  query: Expression,
  time: number,
) {
  const evaluator = new Evaluator(source, INTERVAL);
  if (typeOf(query) === 'matrix') {
    const result = evaluator.range(query, time).map(({ labels, points }) => ({
      metric: labels,
      values: points.map(point => wire(point.time, point.value)),
    }));
    return { resultType: 'matrix', result };
  }
  const value = evaluator.at(query, time);
  if (typeof value === 'string') {
    return { resultType: 'string', result: [time / 1000, value] };
  }
  if (typeof value === 'number') {
    return { resultType: 'scalar', result: wire(time, value) };
  }
  const result = value.map(sample => ({
    metric: sample.labels,
    value: wire(time, sample.value),
  }));
  return { resultType: 'vector', result };
}

/** The values of an expression from `start` to `end`, `step` apart. */
export async function queryRange(
  source: SeriesSource,
  query: Expression,
  parameters: URLSearchParams,
) {
  const start = timeOf(parameters, 'start');
  const end = timeOf(parameters, 'end');
  if (end < start) {
    throw new BadData(
      'invalid parameter "end": end timestamp must not be before start time',
    );
  }
  const step = stepOf(parameters);
  if ((end - start) / step > MAX_STEPS) {
    throw new BadData(
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  }
  const type = typeOf(query);
  if (type !== 'scalar' && type !== 'vector') {
    throw new BadData(
      `invalid parameter "query": invalid expression type "${
        type === 'matrix' ? 'range vector' : type
      }" for range query, must be Scalar or instant Vector`,
    );
  }
  const evaluator = new Evaluator(source, INTERVAL);
  const series = new Map<string, { metric: Labels; values: WirePoint[] }>();
  let turn = Date.now();
  for (let time = start; time <= end; time += step) {
    const value = evaluator.at(query, time);
    const samples = Array.isArray(value)
      ? value
      : [{ labels: {}, value: value as number }];
    for (const sample of samples) {
      const key = keyOfLabels(sample.labels);
      const found = series.get(key) ?? { metric: sample.labels, values: [] };
      found.values.push(wire(time, sample.value));
      series.set(key, found);
    }
    if (Date.now() - turn > TURN_MS) {
      await pause();
      turn = Date.now();
    }
  }
  const result = [...series.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, each]) => each);
  return { resultType: 'matrix', result };
}

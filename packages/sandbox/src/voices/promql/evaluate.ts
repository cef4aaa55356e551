import { aggregate } from './aggregate';
import type { Expression, Selector } from './ast';
import { typeOf } from './checkTypes';
import {
  operateScalars,
  operateSets,
  operateVectors,
  operateWithScalar,
} from './operators';
import { histogramQuantile } from './quantile';
import { applyRangeFunction } from './rangeFunctions';
import { selectSeries } from './select';
import { signatures } from './signatures';
import {
  dropName,
  ExecutionError,
  type Point,
  type RangeSeries,
  type Sample,
  type Series,
  type SeriesSource,
  type Value,
} from './values';
import { labelReplace, mapValues } from './vectorFunctions';

/** The most points one query may look at: about two seconds' work. */
const MAX_POINTS = 4_000_000;
/** Steps of a subquery that names none: Prometheus's usual evaluation interval. */
const SUBQUERY_STEP = 60_000;

/** Works a checked expression out, at one moment after another. */
export class Evaluator {
  private readonly selected = new Map<Selector, Series[]>();
  private points = 0;

  /** @param interval - How far apart samples are, in milliseconds. */
  constructor(
    private readonly source: SeriesSource,
    private readonly interval: number,
  ) {}

  /**
   * @param time - In milliseconds.
   * @throws ExecutionError for what only shows when it is worked out
   */
  at(expression: Expression, time: number): Value {
    switch (expression.kind) {
      case 'number':
      case 'string':
        return expression.value;
      case 'selector':
        return this.instant(expression, time);
      case 'negate': {
        const value = this.at(expression.inner, time);
        if (typeof value === 'number') return -value;
        return (value as Sample[]).map(sample => ({
          labels: dropName(sample.labels),
          value: -sample.value,
        }));
      }
      case 'aggregate': {
        const { operator, without, labels, parameter } = expression;
        return aggregate(this.vector(expression.inner, time), {
          operator,
          without,
          labels,
          parameter: parameter && (this.at(parameter, time) as number | string),
        });
      }
      case 'binary':
        return this.binary(expression, time);
      case 'call':
        return this.call(expression, time);
      default:
        throw new Error(`A ${expression.kind} has no value of its own`);
    }
  }

  /** The series of a range, as a query for a matrix answers them. */
  range(expression: Expression, time: number): RangeSeries[] {
    if (expression.kind === 'subquery') return this.subquery(expression, time);
    if (expression.kind !== 'selector' || expression.range === undefined) {
      throw new Error('This is no range');
    }
    const end = time - expression.offset;
    const start = end - expression.range;
    return this.series(expression).flatMap(({ labels, at }) => {
      const points: Point[] = [];
      const first = Math.floor(start / this.interval) + 1;
      const last = Math.floor(end / this.interval);
      this.count(last - first + 1);
      for (let index = first; index <= last; index++) {
        const value = at(index * this.interval);
        if (value !== undefined) {
          points.push({ time: index * this.interval, value });
        }
      }
      return points.length > 0 ? [{ labels, points }] : [];
    });
  }

  private count(points: number): void {
    this.points += points;
    if (this.points > MAX_POINTS) {
      throw new ExecutionError(
        'query processing would load too many samples into memory in query execution',
      );
    }
  }

  private series(selector: Selector): Series[] {
    const known = this.selected.get(selector);
    if (known) return known;
    const found = selectSeries(this.source, selector.matchers);
    this.selected.set(selector, found);
    return found;
  }

  private instant(selector: Selector, time: number): Sample[] {
    const moment = time - selector.offset;
    const grid = Math.floor(moment / this.interval) * this.interval;
    const series = this.series(selector);
    this.count(series.length);
    return series.flatMap(({ labels, at }) => {
      const value = at(grid);
      return value === undefined ? [] : [{ labels, value }];
    });
  }

  private subquery(
    expression: Expression & { kind: 'subquery' },
    time: number,
  ): RangeSeries[] {
    const step = expression.step || SUBQUERY_STEP;
    const end = time - expression.offset;
    const start = end - expression.range;
    const found = new Map<string, RangeSeries>();
    const first = Math.floor(start / step) + 1;
    for (let index = first; index * step <= end; index++) {
      const at = index * step;
      const value = this.at(expression.inner, at);
      const samples =
        typeof value === 'number'
          ? [{ labels: {}, value }]
          : (value as Sample[]);
      this.count(samples.length);
      for (const sample of samples) {
        const key = JSON.stringify(sample.labels);
        const series = found.get(key) ?? { labels: sample.labels, points: [] };
        series.points.push({ time: at, value: sample.value });
        found.set(key, series);
      }
    }
    return [...found.values()];
  }

  private vector(expression: Expression, time: number): Sample[] {
    return this.at(expression, time) as Sample[];
  }

  private binary(
    expression: Expression & { kind: 'binary' },
    time: number,
  ): Value {
    const { operator, bool, matching } = expression;
    const left = this.at(expression.left, time);
    const right = this.at(expression.right, time);
    if (typeof left === 'number' && typeof right === 'number') {
      return operateScalars(operator, left, right);
    }
    if (typeof left === 'number') {
      const options = { operator, bool, scalarLeft: true };
      return operateWithScalar(right as Sample[], left, options);
    }
    if (typeof right === 'number') {
      const options = { operator, bool, scalarLeft: false };
      return operateWithScalar(left as Sample[], right, options);
    }
    const sides = [left as Sample[], right as Sample[]] as const;
    if (['and', 'or', 'unless'].includes(operator)) {
      return operateSets(operator, ...sides, matching);
    }
    return operateVectors(...sides, { operator, bool, matching });
  }

  private call(expression: Expression & { kind: 'call' }, time: number): Value {
    const { name, args } = expression;
    const signature = signatures.get(name);
    if (signature?.args.includes('matrix'))
      return this.overRange(expression, time);
    const [first, ...rest] = args;
    switch (name) {
      case 'time':
        return time / 1000;
      case 'pi':
        return Math.PI;
      case 'vector':
        return [
          { labels: {}, value: this.at(args[0] as Expression, time) as number },
        ];
      case 'scalar': {
        const [only, ...others] = this.vector(first as Expression, time);
        return only && others.length === 0 ? only.value : NaN;
      }
      case 'absent': {
        const found = this.vector(first as Expression, time);
        return found.length > 0 ? [] : [absence(first as Expression)];
      }
      case 'timestamp':
        return this.vector(first as Expression, time).map(({ labels }) => ({
          labels: dropName(labels),
          value: timestampOf(first as Expression, time, this.interval) / 1000,
        }));
      case 'sort':
      case 'sort_desc': {
        const sign = name === 'sort' ? 1 : -1;
        return [...this.vector(first as Expression, time)].sort(
          (one, other) => sign * (one.value - other.value),
        );
      }
      case 'histogram_quantile':
        return histogramQuantile(
          this.at(args[0] as Expression, time) as number,
          this.vector(args[1] as Expression, time),
        );
      case 'label_replace': {
        const texts = rest.map(arg => this.at(arg, time) as string);
        const [target = '', replacement = '', source = '', pattern = ''] =
          texts;
        const samples = this.vector(first as Expression, time);
        return labelReplace(samples, target, replacement, source, pattern);
      }
      default: {
        // The functions of dates take the moment itself when they get nothing.
        const samples = first
          ? this.vector(first, time)
          : [{ labels: {}, value: time / 1000 }];
        const parameters = rest.map(arg => this.at(arg, time) as number);
        const mapped = mapValues(name, samples, parameters);
        if (!mapped) throw new Error(`There is no function ${name}`);
        return mapped;
      }
    }
  }

  private overRange(
    expression: Expression & { kind: 'call' },
    time: number,
  ): Sample[] {
    const { name, args } = expression;
    const range = args.find(arg => typeOf(arg) === 'matrix') as Expression & {
      kind: 'selector' | 'subquery';
    };
    const parameter =
      name === 'quantile_over_time' ? this.at(args[0] as Expression, time) : 0;
    const series = this.range(range, time);
    if (name === 'absent_over_time') {
      return series.length > 0 ? [] : [absence(range)];
    }
    const end = time - range.offset;
    const window = { start: end - (range.range ?? 0), end };
    const keepsName = name === 'last_over_time' || name === 'first_over_time';
    return series.flatMap(({ labels, points }) => {
      const value = applyRangeFunction(
        name,
        points,
        window,
        parameter as number,
      );
      if (value === undefined) return [];
      return [{ labels: keepsName ? labels : dropName(labels), value }];
    });
  }
}

/** What `absent` says: 1, with the labels that were asked for exactly. */
function absence(expression: Expression): Sample {
  const labels: Record<string, string> = {};
  const matchers = expression.kind === 'selector' ? expression.matchers : [];
  const twice = new Set<string>();
  for (const { name, operator, value } of matchers) {
    if (name === '__name__') continue;
    if (operator === '=' && !(name in labels) && !twice.has(name))
      labels[name] = value;
    else {
      twice.add(name);
      delete labels[name];
    }
  }
  return { labels, value: 1 };
}

function timestampOf(expression: Expression, time: number, interval: number) {
  if (expression.kind !== 'selector') return time;
  return Math.floor((time - expression.offset) / interval) * interval;
}

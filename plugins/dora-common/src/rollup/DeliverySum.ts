import { LogSketch } from '../numbers';
import {
  DAY_COUNTS,
  DAY_SKETCHES,
  type DayCell,
  type DayCount,
  type DaySketch,
} from './DayCell';

/**
 * A sum as it is written down: what is zero is left out; a sketch is its zeros, then steps from bin to
 * bin, each with a count.
 *
 * @public
 */
export interface DeliverySumData {
  counts: Partial<Record<DayCount, number>>;
  rules?: Record<string, number>;
  sketches?: Partial<Record<DaySketch, number[]>>;
}

function writeSketch(sketch: LogSketch): number[] {
  const { zeros, bins } = sketch.toJSON();
  let last = 0;
  return [
    zeros,
    ...bins.flatMap(([bin, count]) => {
      const step = bin - last;
      last = bin;
      return [step, count];
    }),
  ];
}

function readSketch([zeros, ...steps]: readonly number[]): LogSketch {
  const bins: [number, number][] = [];
  let bin = 0;
  for (let index = 0; index < steps.length; index += 2) {
    bin += steps[index];
    bins.push([bin, steps[index + 1]]);
  }
  return LogSketch.fromJSON({ zeros, bins });
}

/**
 * Days added up: of one component or of many, in any order. What was added can be taken out again,
 * exactly.
 *
 * @public
 */
export class DeliverySum {
  readonly #counts = new Map<DayCount, number>();
  readonly #rules = new Map<string, number>();
  readonly #sketches = new Map<DaySketch, LogSketch>();

  static of(cells: Iterable<DayCell>): DeliverySum {
    const sum = new DeliverySum();
    for (const cell of cells) sum.addCell(cell);
    return sum;
  }

  static fromJSON(data: DeliverySumData): DeliverySum {
    const sum = new DeliverySum();
    for (const name of DAY_COUNTS) {
      const value = data.counts[name];
      if (value) sum.#counts.set(name, value);
    }
    for (const [rule, count] of Object.entries(data.rules ?? {})) {
      sum.#rules.set(rule, count);
    }
    for (const name of DAY_SKETCHES) {
      const steps = data.sketches?.[name];
      if (steps) sum.#sketches.set(name, readSketch(steps));
    }
    return sum;
  }

  addCell(cell: DayCell, times: 1 | -1 = 1): void {
    for (const name of DAY_COUNTS)
      this.#bump(this.#counts, name, cell[name], times);
    for (const [rule, count] of Object.entries(cell.rules)) {
      this.#bump(this.#rules, rule, count, times);
    }
    for (const name of DAY_SKETCHES) {
      const data = cell.sketches[name];
      if (data) this.#blend(name, LogSketch.fromJSON(data), times);
    }
  }

  add(other: DeliverySum, times: 1 | -1 = 1): void {
    for (const [name, count] of other.#counts) {
      this.#bump(this.#counts, name, count, times);
    }
    for (const [rule, count] of other.#rules) {
      this.#bump(this.#rules, rule, count, times);
    }
    for (const [name, sketch] of other.#sketches) {
      this.#blend(name, sketch, times);
    }
  }

  get isEmpty(): boolean {
    return !this.#counts.size && !this.#rules.size && !this.#sketches.size;
  }

  count(name: DayCount): number {
    return this.#counts.get(name) ?? 0;
  }

  sketch(name: DaySketch): LogSketch {
    return this.#sketches.get(name) ?? new LogSketch();
  }

  /** How many each rule counted, of those that begin so. */
  rules(prefix: 'failed' | 'rework'): Record<string, number> {
    const start = `${prefix}/`;
    return Object.fromEntries(
      [...this.#rules]
        .filter(([rule]) => rule.startsWith(start))
        .map(([rule, count]): [string, number] => [
          rule.slice(start.length),
          count,
        ])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }

  toJSON(): DeliverySumData {
    const counts: DeliverySumData['counts'] = {};
    for (const name of DAY_COUNTS) {
      const value = this.#counts.get(name);
      if (value) counts[name] = value;
    }
    const sketches: DeliverySumData['sketches'] = {};
    for (const name of DAY_SKETCHES) {
      const sketch = this.#sketches.get(name);
      if (sketch) sketches[name] = writeSketch(sketch);
    }
    const rules = [...this.#rules].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      counts,
      ...(rules.length && { rules: Object.fromEntries(rules) }),
      ...(this.#sketches.size && { sketches }),
    };
  }

  #bump<K>(map: Map<K, number>, key: K, count: number, times: 1 | -1) {
    if (!count) return;
    const left = (map.get(key) ?? 0) + times * count;
    if (left === 0) map.delete(key);
    else map.set(key, left);
  }

  #blend(name: DaySketch, other: LogSketch, times: 1 | -1) {
    const sketch = this.#sketches.get(name) ?? new LogSketch();
    if (times === 1) sketch.merge(other);
    else sketch.unmerge(other);
    if (sketch.isEmpty) this.#sketches.delete(name);
    else this.#sketches.set(name, sketch);
  }
}

import fc from 'fast-check';
import { RUNS } from '../__testUtils__/arbitraries';
import { LogSketch } from './LogSketch';
import { percentilesOf, quantile } from './quantile';

const values = fc.array(
  fc.oneof(
    fc.constant(0),
    fc.integer({ min: 0, max: 1000 }),
    fc.integer({ min: 0, max: 31_536_000_000 }),
    fc.double({ min: 1e-6, max: 1e12, noNaN: true }),
  ),
  { minLength: 1, maxLength: 80 },
);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const ascending = (a: number, b: number) => a - b;

/** Type 7 as it is defined, in the plainest way: where each of n values stands from 0 to 1. */
function naiveQuantile(all: readonly number[], q: number): number {
  const sorted = [...all].sort(ascending);
  if (sorted.length === 1) return sorted[0];
  for (let i = 0; i < sorted.length - 1; i += 1) {
    const [from, to] = [i, i + 1].map(n => n / (sorted.length - 1));
    if (q >= from && q <= to) {
      const part = (q - from) / (to - from);
      return sorted[i] * (1 - part) + sorted[i + 1] * part;
    }
  }
  return sorted[sorted.length - 1];
}

/** How far a value is off, relative to what it should be. */
function errorOf(actual: number | null, expected: number | null): number {
  return (
    Math.abs((actual ?? 0) - (expected ?? 0)) / Math.max(expected ?? 0, 1e-9)
  );
}

it.each([
  [[1, 2], 0.5, 1.5],
  [[1, 2, 3, 4], 0.5, 2.5],
  [[1, 2, 3, 4], 0.75, 3.25],
  [[1, 2, 3, 4], 0.9, 3.7],
  [[7], 0.9, 7],
  [[], 0.5, null],
])('defect 3: the quantile of %j at %d is %d', (sorted, q, expected) => {
  expect(quantile(sorted, q)).toBe(expected);
});

it('quantiles are those of a naive sort', () => {
  fc.assert(
    fc.property(values, share, (all, q) => {
      const exact = quantile([...all].sort(ascending), q) ?? NaN;
      expect(errorOf(exact, naiveQuantile(all, q))).toBeLessThanOrEqual(1e-6);
    }),
    RUNS,
  );
});

it('percentiles do not depend on order, and rise', () => {
  fc.assert(
    fc.property(values, all => {
      const { p50, p75, p90 } = percentilesOf(all);
      expect(percentilesOf([...all].reverse())).toEqual({ p50, p75, p90 });
      expect([p50, p75, p90].map(Number)).toEqual(
        [p50, p75, p90].map(Number).sort(ascending),
      );
    }),
    RUNS,
  );
});

it('quantiles of a sketch are within 1 %', () => {
  fc.assert(
    fc.property(values, share, (all, q) => {
      const exact = quantile([...all].sort(ascending), q) ?? NaN;
      expect(errorOf(LogSketch.of(all).quantile(q), exact)).toBeLessThanOrEqual(
        0.01,
      );
    }),
    RUNS,
  );
});

it('merged sketches are the sketch of all their values', () => {
  fc.assert(
    fc.property(fc.array(values, { maxLength: 5 }), share, (parts, q) => {
      const merged = LogSketch.merged(parts.map(LogSketch.of));
      expect(merged.toJSON()).toEqual(LogSketch.of(parts.flat()).toJSON());
      const exact = quantile(parts.flat().sort(ascending), q);
      expect(merged.quantile(q) === null).toBe(exact === null);
      expect(errorOf(merged.quantile(q) ?? 0, exact ?? 0)).toBeLessThanOrEqual(
        0.01,
      );
    }),
    RUNS,
  );
});

it('merging has no order, and merging with itself counts twice', () => {
  fc.assert(
    fc.property(values, values, (left, right) => {
      const [a, b] = [LogSketch.of(left), LogSketch.of(right)];
      expect(LogSketch.merged([a, b]).toJSON()).toEqual(
        LogSketch.merged([b, a]).toJSON(),
      );
      a.merge(a);
      expect(a.toJSON()).toEqual(LogSketch.of([...left, ...left]).toJSON());
    }),
    RUNS,
  );
});

it('a sketch survives being written down', () => {
  fc.assert(
    fc.property(values, all => {
      const sketch = LogSketch.of(all);
      const copy = LogSketch.fromJSON(JSON.parse(JSON.stringify(sketch)));
      expect(copy.toJSON()).toEqual(sketch.toJSON());
      expect(copy.count).toBe(all.length);
    }),
    RUNS,
  );
});

it.each([-1, NaN, Infinity])('%d cannot be sketched', value => {
  expect(() => new LogSketch().add(value)).toThrow(RangeError);
});

it('defect 2: the median of merged days is the median, not one of medians', () => {
  const days = [[1], [1], Array.from({ length: 98 }, () => 1000)];
  const merged = LogSketch.merged(days.map(LogSketch.of));
  expect(errorOf(merged.quantile(0.5) ?? NaN, 1000)).toBeLessThanOrEqual(0.01);
});

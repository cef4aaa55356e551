import fc from 'fast-check';
import { formatDuration } from './formatDuration';

const SIZES: Record<string, number> = { d: 86_400, h: 3_600, min: 60, s: 1 };

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [999, '0 s'],
    [-5_000, '0 s'],
    [45_000, '45 s'],
    [60_000, '1 min'],
    [61_999, '1 min 1 s'],
    [(2 * 60 + 14) * 60_000 + 59_000, '2 h 14 min'],
    [3 * 86_400_000 + 59_000, '3 d'],
    [400 * 86_400_000, '400 d'],
    [Number.NaN, '–'],
    [Infinity, '–'],
  ])('says %d as %s', (milliseconds, words) => {
    expect(formatDuration(milliseconds)).toBe(words);
  });

  it('never says more than there is, nor half of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 1e13 }), milliseconds => {
        const seconds = [
          ...formatDuration(milliseconds).matchAll(/(\d+) (\w+)/g),
        ].reduce(
          (sum, [, count, unit]) => sum + Number(count) * SIZES[unit],
          0,
        );
        return (
          seconds * 1000 <= milliseconds && seconds * 1000 > milliseconds * 0.5
        );
      }),
      { numRuns: 10_000 },
    );
  });
});

import fc from 'fast-check';
import { DateTime } from 'luxon';
import { RUNS } from '../__testUtils__/arbitraries';
import { bucketAt, bucketsOf, intersection, localDays } from './localCalendar';

const HOUR = 3_600_000;
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'America/Havana',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];
const zone = fc.constantFrom(...ZONES);
const unit = fc.constantFrom('day' as const, 'week' as const, 'month' as const);
const instant = fc.integer({
  min: Date.parse('2010-01-01T00:00:00Z'),
  max: Date.parse('2027-01-01T00:00:00Z'),
});
/** Around the changes of clocks in each zone, where the bugs are. */
const change = fc
  .tuple(
    zone,
    fc.integer({ min: 2010, max: 2026 }),
    fc.integer({ min: 0, max: 364 }),
  )
  .map(([name, year, day]) => {
    const offsets = Array.from({ length: 366 }, (_, n) =>
      Date.UTC(year, 0, 1 + ((n + day) % 366)),
    );
    const at = offsets.find(
      start =>
        DateTime.fromMillis(start, { zone: name }).offset !==
        DateTime.fromMillis(start + 24 * HOUR, { zone: name }).offset,
    );
    return { zone: name, start: (at ?? offsets[0]) - 30 * HOUR };
  });

/** How a bucket is named: luxon's own comparison fails where midnight comes twice. */
const NAMES = { day: 'yyyy-MM-dd', week: "kkkk-'W'WW", month: 'yyyy-MM' };

/** The buckets of five days, once they are seen to follow each other. */
function checkedBuckets(
  start: number,
  name: string,
  by: 'day' | 'week' | 'month',
) {
  const window = { start, end: start + 5 * 24 * HOUR };
  const buckets = bucketsOf(window, by, name);
  expect(buckets[0].start).toBeLessThanOrEqual(window.start);
  expect(buckets[buckets.length - 1].end).toBeGreaterThanOrEqual(window.end);
  buckets.forEach((bucket, n) => {
    if (n) expect(bucket.start).toBe(buckets[n - 1].end);
    expect(bucket.end).toBeGreaterThan(bucket.start);
    const first = DateTime.fromMillis(bucket.start, { zone: name });
    const last = DateTime.fromMillis(bucket.end - 1, { zone: name });
    const before = DateTime.fromMillis(bucket.start - 1, { zone: name });
    expect(first.toISODate()).toBe(bucket.date);
    expect(before.toISODate()).not.toBe(bucket.date);
    expect(last.toFormat(NAMES[by])).toBe(first.toFormat(NAMES[by]));
    expect(bucketAt(bucket.end - 1, by, name)).toEqual(bucket);
  });
  return buckets;
}

it('windows partition time without gaps, everywhere and across changes of clocks', () => {
  fc.assert(
    fc.property(change, unit, ({ zone: name, start }, by) => {
      expect(checkedBuckets(start, name, by).length).toBeGreaterThan(0);
    }),
    RUNS,
  );
  fc.assert(
    fc.property(instant, zone, unit, (start, name, by) => {
      expect(checkedBuckets(start, name, by).length).toBeGreaterThan(0);
    }),
    RUNS,
  );
});

it('each instant lies in its bucket', () => {
  fc.assert(
    fc.property(instant, zone, unit, (at, name, by) => {
      const { start, end } = bucketAt(at, by, name);
      expect(start).toBeLessThanOrEqual(at);
      expect(end).toBeGreaterThan(at);
    }),
    RUNS,
  );
});

it('days add up over adjoining windows', () => {
  fc.assert(
    fc.property(
      change,
      fc.integer({ min: 1, max: 99 }),
      ({ zone: name, start }, cut) => {
        const end = start + 100 * HOUR;
        const middle = start + cut * HOUR;
        expect(
          localDays({ start, end: middle }, name) +
            localDays({ start: middle, end }, name),
        ).toBeCloseTo(localDays({ start, end }, name), 9);
      },
    ),
    RUNS,
  );
});

it.each([
  ['2026-03-29', 'Europe/Berlin', 23],
  ['2026-10-25', 'Europe/Berlin', 25],
  ['2026-03-30', 'Europe/Berlin', 24],
  ['2024-02-29', 'UTC', 24],
  ['2026-04-05', 'Australia/Lord_Howe', 24.5],
  ['2018-11-04', 'America/Sao_Paulo', 23],
  ['2025-11-02', 'America/Havana', 25],
])(
  'A.5.1 rule 12: %s in %s has %d hours and is one day',
  (date, name, length) => {
    const noon = DateTime.fromISO(`${date}T12:00:00`, {
      zone: name,
    }).toMillis();
    const { start, end, ...day } = bucketAt(noon, 'day', name);
    expect(day).toEqual({ date });
    expect((end - start) / HOUR).toBe(length);
    expect(localDays({ start, end }, name)).toBe(1);
    expect(localDays({ start, end: (start + end) / 2 }, name)).toBe(0.5);
  },
);

it('edge case: the ISO week of the new year starts in the old one', () => {
  expect(bucketAt(Date.parse('2026-01-01T12:00:00Z'), 'week', 'UTC')).toEqual({
    date: '2025-12-29',
    start: Date.parse('2025-12-29T00:00:00Z'),
    end: Date.parse('2026-01-05T00:00:00Z'),
  });
});

it('windows that only touch share nothing', () => {
  expect(
    intersection({ start: 1, end: 2 }, { start: 2, end: 3 }),
  ).toBeUndefined();
  expect(intersection({ start: 1, end: 3 }, { start: 2, end: 5 })).toEqual({
    start: 2,
    end: 3,
  });
});

it('a zone that does not exist is refused', () => {
  expect(() => bucketAt(0, 'day', 'Mars/Olympus')).toThrow(RangeError);
});

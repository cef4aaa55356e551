import { DateTime } from 'luxon';

/** From `start`, before `end`: milliseconds since 1970. @public */
export interface Window {
  start: number;
  end: number;
}

/** @public */
export type BucketUnit = 'day' | 'week' | 'month';

/** A window with the local date it starts on. @public */
export interface Bucket extends Window {
  /** `YYYY-MM-DD` in the zone. */
  date: string;
}

const HOUR = 3_600_000;

/** @throws RangeError for a zone that does not exist. */
function localTime(instant: number, zone: string): DateTime {
  const local = DateTime.fromMillis(instant, { zone });
  if (!local.isValid) throw new RangeError(`Not a time zone: ${zone}`);
  return local;
}

/** The first instant of a local date, also where midnight is skipped or comes twice. */
function startOfDate(date: DateTime): number {
  const { year, month, day, zone } = date;
  const midnight = DateTime.fromObject({ year, month, day }, { zone });
  const first = [2 * HOUR, HOUR, HOUR / 2]
    .map(earlier => midnight.toMillis() - earlier)
    .find(instant => {
      const local = DateTime.fromMillis(instant, { zone });
      return local.toISODate() === midnight.toISODate() && local.hour === 0;
    });
  return first ?? midnight.toMillis();
}

function bucketStart(instant: number, unit: BucketUnit, zone: string) {
  const noon = localTime(instant, zone)
    .set({ hour: 12 })
    .startOf(unit)
    .set({ hour: 12 });
  return { noon, start: startOfDate(noon) };
}

/**
 * The local day, ISO week (from Monday) or month that an instant lies in. A day in which clocks
 * change has 23 or 25 hours.
 *
 * @throws RangeError for a zone that does not exist.
 * @public
 */
export function bucketAt(
  instant: number,
  unit: BucketUnit,
  zone: string,
): Bucket {
  const { noon, start } = bucketStart(instant, unit, zone);
  let end = start;
  for (let step = 1; end <= start; step += 1) {
    const next = noon.plus({ [`${unit}s`]: step });
    end = bucketStart(next.toMillis(), unit, zone).start;
  }
  return { start, end, date: noon.toISODate() ?? '' };
}

/**
 * The buckets that a window touches, whole, in order and without gaps.
 *
 * @throws RangeError for a zone that does not exist.
 * @public
 */
export function bucketsOf(
  window: Window,
  unit: BucketUnit,
  zone: string,
): Bucket[] {
  const buckets: Bucket[] = [];
  let next = window.start;
  while (next < window.end) {
    const bucket = bucketAt(next, unit, zone);
    buckets.push(bucket);
    next = bucket.end;
  }
  return buckets;
}

/** The part that two windows share, if any. @public */
export function intersection(a: Window, b: Window): Window | undefined {
  const start = Math.max(a.start, b.start);
  const end = Math.min(a.end, b.end);
  return start < end ? { start, end } : undefined;
}

/** Days since 1970 in local dates, part days by their share of the day. */
function dayPosition(instant: number, zone: string): number {
  const { start, end, date } = bucketAt(instant, 'day', zone);
  return (
    Date.parse(`${date}T00:00:00Z`) / (24 * HOUR) +
    (instant - start) / (end - start)
  );
}

/**
 * How many local calendar days a window has: a day in which clocks change is one, a part of a day
 * counts by its share. With `owned` only what lies in one of those windows, which must not overlap.
 *
 * @throws RangeError for a zone that does not exist.
 * @public
 */
export function localDays(
  window: Window,
  zone: string,
  owned: readonly Window[] = [window],
): number {
  return owned.reduce((days, part) => {
    const both = intersection(window, part);
    return both
      ? days + dayPosition(both.end, zone) - dayPosition(both.start, zone)
      : days;
  }, 0);
}

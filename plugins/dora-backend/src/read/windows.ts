import { InputError } from '@backstage/errors';
import { bucketAt, type BucketUnit } from '@cairn/plugin-dora-common';
import { addDays, daysBetween } from '../database/dates';

/** Local days: from one on, before another. */
export interface DateWindow {
  from: string;
  before: string;
}

/** Which window is asked for: the last days, or from one date on before another. */
export interface WindowQuery {
  days?: number;
  from?: string;
  to?: string;
}

/** Longest window that is answered, in days: ten years. */
const LONGEST = 3660;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

function checkedDate(name: string, text: string): string {
  const isDate =
    DATE.test(text) &&
    !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
    addDays(text, 0) === text;
  if (!isDate) {
    throw new InputError(
      `"${name}" holds "${text}", which is no date; write for example 2026-03-31.`,
    );
  }
  return text;
}

/**
 * The window that is asked for. `from` is in it, `to` is not; without either the last `days`, today
 * included.
 *
 * @throws InputError naming the field that cannot be.
 */
export function windowOf(query: WindowQuery, today: string): DateWindow {
  const { days, from, to } = query;
  if (from === undefined && to === undefined) {
    const length = days ?? 90;
    if (!Number.isInteger(length) || length < 1 || length > LONGEST) {
      throw new InputError(
        `"days" must be a whole number from 1 to ${LONGEST}.`,
      );
    }
    return { from: addDays(today, 1 - length), before: addDays(today, 1) };
  }
  if (from === undefined || to === undefined) {
    throw new InputError('Give "from" and "to" together, or "days" by itself.');
  }
  if (days !== undefined) {
    throw new InputError('Give "days" or "from" and "to", not both.');
  }
  const window = {
    from: checkedDate('from', from),
    before: checkedDate('to', to),
  };
  if (window.from >= window.before) {
    throw new InputError('"to" must be later than "from"; it is not included.');
  }
  if (daysBetween(window.from, window.before) > LONGEST) {
    throw new InputError(`A window may have ${LONGEST} days at most.`);
  }
  return window;
}

/** How long a window is in local days: what has not come yet does not count, of today its share. */
export function daysOf(window: DateWindow, zone: string, now: number): number {
  const today = bucketAt(now, 'day', zone);
  if (window.before <= today.date) {
    return daysBetween(window.from, window.before);
  }
  if (window.from > today.date) return 0;
  return (
    daysBetween(window.from, today.date) +
    (now - today.start) / (today.end - today.start)
  );
}

/** Whether a window passes the start of the current month: then it is not over. */
export function isIncomplete(window: DateWindow, today: string): boolean {
  return window.before > `${today.slice(0, 7)}-01`;
}

function startOf(date: string, unit: BucketUnit): string {
  return unit === 'day'
    ? date
    : bucketAt(Date.parse(`${date}T12:00:00Z`), unit, 'UTC').date;
}

function nextOf(start: string, unit: BucketUnit): string {
  if (unit === 'day') return addDays(start, 1);
  if (unit === 'week') return addDays(start, 7);
  return `${addDays(`${start.slice(0, 7)}-28`, 4).slice(0, 7)}-01`;
}

/** A window in local days, ISO weeks or months; the first and the last are cut to it. */
export function bucketsOfDates(
  window: DateWindow,
  unit: BucketUnit,
): (DateWindow & { date: string })[] {
  const buckets: (DateWindow & { date: string })[] = [];
  let date = startOf(window.from, unit);
  while (date < window.before) {
    const next = nextOf(date, unit);
    buckets.push({
      date,
      from: date < window.from ? window.from : date,
      before: next > window.before ? window.before : next,
    });
    date = next;
  }
  return buckets;
}

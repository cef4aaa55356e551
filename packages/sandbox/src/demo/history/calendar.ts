import type { Random } from '../organisation/Random';

/** Times of the demo are instants in milliseconds, in UTC, on a whole second. */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

const OPENS = 7.5 * HOUR;
const CLOSES = 17 * HOUR;

/** Midnight before an instant. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

/** On a whole second, as git keeps time. */
export function wholeSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}

/** Saturday and Sunday. */
export function isWeekend(at: number): boolean {
  const weekday = new Date(at).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** Fernhill ships nothing from 20 December to 1 January: every van is out. */
export function isFreeze(at: number): boolean {
  const date = new Date(at);
  const [month, day] = [date.getUTCMonth(), date.getUTCDate()];
  return (month === 11 && day >= 20) || (month === 0 && day === 1);
}

/** The instant itself in working hours, else soon after work begins again. */
export function toWorkingTime(at: number, random: Random): number {
  let day = dayOf(at);
  const late = random.around(25, 0.8) * MINUTE;
  if (!isWeekend(day) && !isFreeze(day)) {
    if (at < day + OPENS) return wholeSecond(day + OPENS + late);
    if (at <= day + CLOSES) return wholeSecond(at);
  }
  do day += DAY;
  while (isWeekend(day) || isFreeze(day));
  return wholeSecond(day + OPENS + late);
}

/** Adds hours of work: evenings, weekends and the freeze do not count. */
export function addWorkingHours(
  at: number,
  hours: number,
  random: Random,
): number {
  let left = hours * HOUR;
  let now = toWorkingTime(at, random);
  for (;;) {
    const today = Math.max(0, dayOf(now) + CLOSES - now);
    if (left <= today) return wholeSecond(now + left);
    left -= today;
    now = toWorkingTime(dayOf(now) + DAY, random);
  }
}

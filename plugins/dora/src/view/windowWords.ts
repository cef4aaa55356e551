import type { DateWindow, WindowQuery } from '../api/types';

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A local date as people write it: `5 Nov 2026`. */
export function formatDate(date: string): string {
  const instant = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(instant) ? date : day.format(instant);
}

/** `the last 90 days`, or from when to when. */
export function windowWords(window: WindowQuery): string {
  return 'days' in window
    ? `the last ${window.days} days`
    : `${formatDate(window.from)} to before ${formatDate(window.to)}`;
}

/** The days of an answer. */
export function daysOf({ from, to }: DateWindow): string {
  return `${formatDate(from)} to before ${formatDate(to)}`;
}

import { DateTime } from 'luxon';

const units = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3_600 },
  { name: 'min', seconds: 60 },
  { name: 's', seconds: 1 },
];

/**
 * A length of time in its two largest units: `2 h 14 min`, `3 d`, `0 s`.
 *
 * @param milliseconds - negative values count as nothing, clocks differ a little
 */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const first = units.findIndex(unit => seconds >= unit.seconds);
  if (first === -1) return '0 s';
  const large = Math.floor(seconds / units[first].seconds);
  const rest = seconds - large * units[first].seconds;
  const next = units[first + 1];
  const small = next ? Math.floor(rest / next.seconds) : 0;
  const head = `${large} ${units[first].name}`;
  return small > 0 ? `${head} ${small} ${next.name}` : head;
}

/** Time since an instant in one unit, as people say it: `just now`, `4 min ago`, `3 d ago`. */
export function formatAgo(instant: string, now: number): string {
  const elapsed = now - Date.parse(instant);
  if (Number.isNaN(elapsed)) return '–';
  if (elapsed < 10_000) return 'just now';
  const [amount, unit] = formatDuration(elapsed).split(' ');
  return `${amount} ${unit} ago`;
}

/** The instant in the reader's zone, with the zone: `21 Nov 2026, 14:03:22 GMT`. */
export function formatInstant(instant: string): string {
  const time = DateTime.fromISO(instant);
  return time.isValid ? time.toFormat('d LLL yyyy, HH:mm:ss ZZZZ') : '–';
}

/** The time of day in the reader's zone: `14:03:22`. */
export function formatClock(instant: string): string {
  const time = DateTime.fromISO(instant);
  return time.isValid ? time.toFormat('HH:mm:ss') : '–';
}

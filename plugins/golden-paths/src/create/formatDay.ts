import { DateTime } from 'luxon';

/** The day of an instant, or a day, as people read it: `21 Nov 2026`; undefined when it is neither. */
export function formatDay(instant: string | undefined): string | undefined {
  const time = instant ? DateTime.fromISO(instant) : undefined;
  return time?.isValid ? time.toFormat('d LLL yyyy') : undefined;
}

const DAY = 86_400;

/** Seconds between two values of a field that names one, several, or every so many; undefined for `*`. */
function step(field: string, whole: number): number | undefined {
  const every = /^\*\/(\d+)$/.exec(field);
  if (every) return Math.min(Math.max(Number(every[1]), 1), whole);
  if (field === '*') return undefined;
  return whole / Math.min(field.split(',').length, whole);
}

/**
 * About how many seconds lie between two runs of a schedule: five fields of cron, read as far as it takes
 * to know when a run is missing.
 */
export function scheduleInterval(schedule: string): number {
  const [minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] =
    schedule.trim().split(/\s+/);
  if (month !== '*') return 366 * DAY;
  if (day !== '*') return Math.round((step(day, 31) ?? 1) * DAY);
  if (weekday !== '*') {
    // From Friday to Monday, for example, is longer than the mean.
    return /^(1-5|MON-FRI)$/i.test(weekday) ? 3 * DAY : 7 * DAY;
  }
  if (hour !== '*') return Math.round((step(hour, 24) ?? 1) * 3600);
  return Math.round((step(minute, 60) ?? 1) * 60);
}

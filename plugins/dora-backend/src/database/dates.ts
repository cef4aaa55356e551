const DAY = 86_400_000;

/** A local date so many days later; `YYYY-MM-DD`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY)
    .toISOString()
    .slice(0, 10);
}

/** How many days lie between two local dates. */
export function daysBetween(from: string, before: string): number {
  return (
    (Date.parse(`${before}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY
  );
}

/** Before and after every date. */
export const FIRST_DATE = '0001-01-01';
export const LAST_DATE = '9999-12-31';

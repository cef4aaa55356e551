import type { Level, LevelledMetric, LevelProfile } from './schemas';

const HOUR = 3_600_000;

/**
 * The level of one metric. There is none for a team as a whole, and none without a value.
 *
 * @param value - deployments per day, milliseconds, or a share from 0 to 1
 * @public
 */
export function levelOf(
  profile: LevelProfile,
  metric: LevelledMetric,
  value: number | null,
): Level | null {
  if (value === null) return null;
  const row = profile.levels[metric].find(
    ({ abovePerDay, belowHours, atMost }) =>
      (abovePerDay === undefined || value > abovePerDay) &&
      (belowHours === undefined || value < belowHours * HOUR) &&
      (atMost === undefined || value <= atMost),
  );
  return row?.level ?? null;
}

/** How often people deploy, in DORA's words. @public */
export type FrequencyBand =
  | 'on_demand'
  | 'daily_to_weekly'
  | 'weekly_to_monthly'
  | 'monthly_to_half_yearly'
  | 'less';

/** The band of a rate per day. Exactly once a day lies between once a day and once a week. @public */
export function frequencyBand(perDay: number): FrequencyBand {
  if (perDay > 1) return 'on_demand';
  if (perDay > 1 / 7) return 'daily_to_weekly';
  if (perDay > 1 / 30) return 'weekly_to_monthly';
  return perDay > 1 / 182 ? 'monthly_to_half_yearly' : 'less';
}

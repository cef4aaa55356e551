import {
  DEFINITION_VERSION,
  LEVEL_PROFILES,
  levelOf,
  summariseSum,
  type DeliverySum,
  type Level,
  type LevelProfile,
  type RolledMetric,
  type RolledMetrics,
  type RolledRate,
} from '@cairn/plugin-dora-common';

/** A number with its level; none for what is not complete or not of one component. */
export type Levelled<T> = T & { level: Level | null };

/** The five metrics of a window, as they are answered. */
export interface MetricsView {
  definition: string;
  deploymentFrequency: Levelled<
    RolledMetric & { value: number; perDay: number | null }
  >;
  changeLeadTime: Levelled<RolledMetrics['changeLeadTime']>;
  changeFailRate: Levelled<RolledRate>;
  failedDeploymentRecoveryTime: Levelled<
    RolledMetrics['failedDeploymentRecoveryTime']
  >;
  deploymentReworkRate: RolledRate;
}

/** What a number is made of beside the sum. */
export interface ViewOptions {
  /** Local days, part days by their share. */
  days: number;
  hasIncidentSource: boolean;
  /** A window that passes the start of the current month. */
  isIncomplete: boolean;
  /** Levels are for single components. */
  profile: LevelProfile | undefined;
  /** Successful deployments a day in the 182 days before the end, where there is none in the window. */
  trailingPerDay?: number | null;
}

/** @throws RangeError for a profile that there is not. */
export function profileNamed(version: string): LevelProfile {
  const profile = LEVEL_PROFILES[version];
  if (!profile) throw new RangeError(version);
  return profile;
}

/** Adds what only the reader knows: how long the window is, whether it is over, which level that is. */
export function metricsView(
  metrics: RolledMetrics,
  options: ViewOptions,
): MetricsView {
  const { days, isIncomplete, profile, trailingPerDay = null } = options;
  const flagged = <T extends RolledMetric>(metric: T): T =>
    isIncomplete
      ? { ...metric, flags: [...metric.flags, 'incomplete' as const].sort() }
      : metric;
  const level = (
    metric: Parameters<typeof levelOf>[1],
    value: number | null,
    { flags }: RolledMetric,
  ) =>
    profile && !flags.includes('partial')
      ? levelOf(profile, metric, value)
      : null;
  const {
    deploymentFrequency,
    changeLeadTime,
    changeFailRate,
    failedDeploymentRecoveryTime,
  } = metrics;
  const perDay = days > 0 ? deploymentFrequency.value / days : null;
  return {
    definition: DEFINITION_VERSION,
    deploymentFrequency: {
      ...flagged(deploymentFrequency),
      perDay,
      level: level(
        'deploymentFrequency',
        deploymentFrequency.value ? perDay : trailingPerDay,
        deploymentFrequency,
      ),
    },
    changeLeadTime: {
      ...flagged(changeLeadTime),
      level: level('changeLeadTime', changeLeadTime.p50, changeLeadTime),
    },
    changeFailRate: {
      ...flagged(changeFailRate),
      level: level('changeFailRate', changeFailRate.value, changeFailRate),
    },
    failedDeploymentRecoveryTime: {
      ...flagged(failedDeploymentRecoveryTime),
      level: level(
        'failedDeploymentRecoveryTime',
        failedDeploymentRecoveryTime.p50,
        failedDeploymentRecoveryTime,
      ),
    },
    deploymentReworkRate: flagged(metrics.deploymentReworkRate),
  };
}

/** The same, from days that were added up. */
export function metricsOfSum(
  sum: DeliverySum,
  options: ViewOptions,
): MetricsView {
  return metricsView(summariseSum(sum, options), options);
}

import { quantile, type NullReason } from '@cairn/plugin-dora-common';
import type { MetricsView } from './MetricsView';

/** How a value is spread over components. Each of them counts once, however much it does. */
export interface Spread {
  /** Components with a value. */
  n: number;
  min: number | null;
  p25: number | null;
  p50: number | null;
  p75: number | null;
  max: number | null;
  /** Components without a value, by reason. */
  without: Partial<Record<NullReason, number>>;
  /** Components at each level. */
  levels: Record<string, number>;
}

/** What components are compared by. */
export type SpreadMetric = Exclude<keyof MetricsView, 'definition'>;

/** One component's values. */
export function valuesOf(
  metrics: MetricsView,
): Record<
  SpreadMetric,
  { value: number | null; reason: NullReason | null; level: string | null }
> {
  const {
    deploymentFrequency,
    changeLeadTime,
    changeFailRate,
    failedDeploymentRecoveryTime,
    deploymentReworkRate,
  } = metrics;
  return {
    deploymentFrequency: {
      value: deploymentFrequency.perDay,
      reason: deploymentFrequency.reason,
      level: deploymentFrequency.level,
    },
    changeLeadTime: {
      value: changeLeadTime.p50,
      reason: changeLeadTime.reason,
      level: changeLeadTime.level,
    },
    changeFailRate: {
      value: changeFailRate.value,
      reason: changeFailRate.reason,
      level: changeFailRate.level,
    },
    failedDeploymentRecoveryTime: {
      value: failedDeploymentRecoveryTime.p50,
      reason: failedDeploymentRecoveryTime.reason,
      level: failedDeploymentRecoveryTime.level,
    },
    deploymentReworkRate: {
      value: deploymentReworkRate.value,
      reason: deploymentReworkRate.reason,
      level: null,
    },
  };
}

function spread(
  values: readonly {
    value: number | null;
    reason: NullReason | null;
    level: string | null;
  }[],
): Spread {
  const sorted = values
    .flatMap(({ value }) => value ?? [])
    .sort((a, b) => a - b);
  const without: Spread['without'] = {};
  const levels: Spread['levels'] = {};
  for (const { value, reason, level } of values) {
    if (value === null && reason) without[reason] = (without[reason] ?? 0) + 1;
    if (level) levels[level] = (levels[level] ?? 0) + 1;
  }
  return {
    n: sorted.length,
    min: quantile(sorted, 0),
    p25: quantile(sorted, 0.25),
    p50: quantile(sorted, 0.5),
    p75: quantile(sorted, 0.75),
    max: quantile(sorted, 1),
    without,
    levels,
  };
}

/** How the five metrics are spread over components. */
export function spreadOf(
  components: readonly MetricsView[],
): Record<SpreadMetric, Spread> {
  const values = components.map(valuesOf);
  const of = (metric: SpreadMetric) => spread(values.map(one => one[metric]));
  return {
    deploymentFrequency: of('deploymentFrequency'),
    changeLeadTime: of('changeLeadTime'),
    changeFailRate: of('changeFailRate'),
    failedDeploymentRecoveryTime: of('failedDeploymentRecoveryTime'),
    deploymentReworkRate: of('deploymentReworkRate'),
  };
}

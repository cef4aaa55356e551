import type { Coverage, NullReason } from '../metrics';
import { LogSketch, type Percentiles } from '../numbers';
import type { DayCell } from './DayCell';

/** The sums of some days of one component. @public */
export interface RolledMetrics {
  deploymentFrequency: { value: number };
  changeLeadTime: Percentiles & {
    n: number;
    coverage: Coverage;
    reason: NullReason | null;
  };
  changeFailRate: RolledRate;
  failedDeploymentRecoveryTime: Percentiles & {
    n: number;
    open: number;
    coverage: Coverage;
    reason: NullReason | null;
  };
  deploymentReworkRate: RolledRate;
}

/** A share from 0 to 1. @public */
export interface RolledRate {
  value: number | null;
  numerator: number;
  denominator: number;
  reason: NullReason | null;
}

type Countable = {
  [K in keyof DayCell]: DayCell[K] extends number ? K : never;
}[keyof DayCell];

function percentilesOf(sketch: LogSketch): Percentiles {
  return {
    p50: sketch.quantile(0.5),
    p75: sketch.quantile(0.75),
    p90: sketch.quantile(0.9),
  };
}

function rate(numerator: number, denominator: number): RolledRate {
  return {
    value: denominator ? numerator / denominator : null,
    numerator,
    denominator,
    reason: denominator ? null : 'no_deployments',
  };
}

function leadTimeReason(sum: (field: Countable) => number): NullReason {
  if (!sum('succeeded')) return 'no_deployments';
  if (sum('skewedChanges')) return 'clock_skew';
  if (sum('changes') || sum('unlinked')) return 'no_commit_link';
  return sum('bootstraps') ? 'bootstrap' : 'no_changes';
}

function recoveryReason(
  sum: (field: Countable) => number,
  hasIncidentSource: boolean,
): NullReason {
  if (!sum('deployments')) return 'no_deployments';
  if (sum('skewedRecoveries')) return 'clock_skew';
  if (sum('failed')) return 'all_open';
  return hasIncidentSource ? 'no_failures' : 'no_incident_source';
}

/** Days as one window: counts exactly, quantiles within 1 %. @public */
export function summariseCells(
  cells: readonly DayCell[],
  options: { hasIncidentSource: boolean },
): RolledMetrics {
  const sum = (field: Countable) =>
    cells.reduce((total, cell) => total + cell[field], 0);
  const leadTime = LogSketch.merged(
    cells.map(cell => LogSketch.fromJSON(cell.leadTime)),
  );
  const recovery = LogSketch.merged(
    cells.map(cell => LogSketch.fromJSON(cell.recovery)),
  );
  const [failed, deployments] = [sum('failed'), sum('deployments')];
  return {
    deploymentFrequency: { value: sum('succeeded') },
    changeLeadTime: {
      ...percentilesOf(leadTime),
      n: leadTime.count,
      coverage: { known: sum('linkedChanges'), all: sum('changes') },
      reason: leadTime.count ? null : leadTimeReason(sum),
    },
    changeFailRate: rate(failed, deployments),
    failedDeploymentRecoveryTime: {
      ...percentilesOf(recovery),
      n: recovery.count,
      open: sum('open'),
      coverage: { known: recovery.count, all: failed },
      reason: recovery.count
        ? null
        : recoveryReason(sum, options.hasIncidentSource),
    },
    deploymentReworkRate: rate(sum('rework'), deployments),
  };
}

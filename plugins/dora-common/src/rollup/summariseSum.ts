import type { Coverage, MetricFlag, NullReason, Stage } from '../metrics';
import { LogSketch, type Percentiles } from '../numbers';
import type { DayCell, DaySketch } from './DayCell';
import { DeliverySum } from './DeliverySum';

/** What every summed number carries. @public */
export interface RolledMetric {
  n: number;
  coverage: Coverage;
  reason: NullReason | null;
  flags: MetricFlag[];
}

/** A share from 0 to 1. @public */
export interface RolledRate extends RolledMetric {
  value: number | null;
  numerator: number;
  denominator: number;
  /** How many each rule counted, by the strongest rule of each. */
  rules: Record<string, number>;
}

/** Percentiles with how many values they are of. @public */
export type RolledPercentiles = Percentiles & { n: number };

/** The sums of some days. @public */
export interface RolledMetrics {
  deploymentFrequency: RolledMetric & { value: number };
  changeLeadTime: RolledMetric &
    Percentiles & {
      stages: Record<Stage, RolledPercentiles>;
      byAuthor: Record<'human' | 'bot' | 'unknown', RolledPercentiles>;
    };
  changeFailRate: RolledRate;
  failedDeploymentRecoveryTime: RolledMetric & Percentiles & { open: number };
  deploymentReworkRate: RolledRate;
}

function percentilesOf(sketch: LogSketch): RolledPercentiles {
  return {
    p50: sketch.quantile(0.5),
    p75: sketch.quantile(0.75),
    p90: sketch.quantile(0.9),
    n: sketch.count,
  };
}

function leadTimeReason(sum: DeliverySum): NullReason {
  if (!sum.count('succeeded')) return 'no_deployments';
  if (sum.count('skewedChanges')) return 'clock_skew';
  if (sum.count('changes') || sum.count('unlinked')) return 'no_commit_link';
  return sum.count('bootstraps') ? 'bootstrap' : 'no_changes';
}

function recoveryReason(
  sum: DeliverySum,
  hasIncidentSource: boolean,
): NullReason {
  if (!sum.count('deployments')) return 'no_deployments';
  if (sum.count('skewedRecoveries')) return 'clock_skew';
  if (sum.count('failed')) return 'all_open';
  return hasIncidentSource ? 'no_failures' : 'no_incident_source';
}

function flagsOf(flags: Partial<Record<MetricFlag, unknown>>): MetricFlag[] {
  return (Object.keys(flags) as MetricFlag[])
    .filter(flag => flags[flag])
    .sort();
}

/** Added days as metrics: counts exactly, quantiles within 1 %. @public */
export function summariseSum(
  sum: DeliverySum,
  options: { hasIncidentSource: boolean },
): RolledMetrics {
  const { hasIncidentSource } = options;
  const of = (name: DaySketch) => percentilesOf(sum.sketch(name));
  const leadTime = LogSketch.merged(
    (['human', 'bot', 'unknown'] as const).map(name => sum.sketch(name)),
  );
  const recovery = sum.sketch('recovery');
  const all = sum.count('deployments');
  const partial = !hasIncidentSource;
  const rate = (
    name: 'failed' | 'rework',
    known: 'outcomesKnown' | 'plansKnown',
  ): RolledRate => ({
    value: all ? sum.count(name) / all : null,
    numerator: sum.count(name),
    denominator: all,
    n: all,
    coverage: { known: sum.count(known), all },
    rules: sum.rules(name),
    reason: all ? null : 'no_deployments',
    flags: flagsOf({ partial }),
  });
  return {
    deploymentFrequency: {
      value: sum.count('succeeded'),
      n: sum.count('succeeded'),
      coverage: { known: all, all },
      reason: null,
      flags: flagsOf({ gap: sum.count('gaps') }),
    },
    changeLeadTime: {
      ...percentilesOf(leadTime),
      coverage: {
        known: sum.count('linkedChanges'),
        all: sum.count('changes'),
      },
      reason: leadTime.count ? null : leadTimeReason(sum),
      flags: flagsOf({
        clock_skew: sum.count('skewedChanges'),
        gap: sum.count('gaps'),
        history_rewritten: sum.count('rewrites'),
        squash_without_originals: sum.count('bareSquashes'),
      }),
      stages: {
        commit: of('commit'),
        pullRequest: of('pullRequest'),
        review: of('review'),
        merge: of('merge'),
        deploy: of('deploy'),
      },
      byAuthor: { human: of('human'), bot: of('bot'), unknown: of('unknown') },
    },
    changeFailRate: rate('failed', 'outcomesKnown'),
    failedDeploymentRecoveryTime: {
      ...percentilesOf(recovery),
      open: sum.count('open'),
      coverage: { known: recovery.count, all: sum.count('failed') },
      reason: recovery.count ? null : recoveryReason(sum, hasIncidentSource),
      flags: flagsOf({ partial, clock_skew: sum.count('skewedRecoveries') }),
    },
    deploymentReworkRate: rate('rework', 'plansKnown'),
  };
}

/** Days as one window. @public */
export function summariseCells(
  cells: readonly DayCell[],
  options: { hasIncidentSource: boolean },
): RolledMetrics {
  return summariseSum(DeliverySum.of(cells), options);
}

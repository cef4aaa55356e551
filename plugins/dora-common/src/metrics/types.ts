import type { Percentiles } from '../numbers';
import type { Window } from '../time';

/** Why there is no number. @public */
export type NullReason =
  | 'no_deployments'
  | 'no_changes'
  | 'no_commit_link'
  | 'bootstrap'
  | 'clock_skew'
  | 'no_incident_source'
  | 'no_failures'
  | 'all_open';

/** What a number must be read with. @public */
export type MetricFlag =
  | 'partial'
  | 'incomplete'
  | 'clock_skew'
  | 'gap'
  | 'history_rewritten'
  | 'squash_without_originals';

/** How much of what should be counted is known. @public */
export interface Coverage {
  known: number;
  all: number;
}

/** What every number carries. @public */
export interface Metric {
  /** The version of the definition. */
  definition: string;
  /** How many things the number is made of. */
  n: number;
  coverage: Coverage;
  /** Why the number is `null`; `null` when it is not. */
  reason: NullReason | null;
  flags: MetricFlag[];
}

/** How to look at a history. @public */
export interface MeasureOptions {
  window: Window;
  /** Now: what is open is open until then. Milliseconds since 1970. */
  asOf: number;
  /** IANA zone of days, weeks and months. Defaults to UTC. */
  zone?: string;
  /** When the component belonged to whom is asking, in windows that do not overlap. */
  owned?: readonly Window[];
  /** Whose changes count for the lead time. Defaults to `all`. */
  authors?: 'all' | 'human' | 'bot';
}

/** @public */
export interface DeploymentFrequency extends Metric {
  /** Successful deployments. */
  value: number;
  /** `null` for a window without days. */
  perDay: number | null;
  /** What a level is given for: the rate, or that of the last 182 days when there is none. */
  levelRate: number | null;
  /** Milliseconds between two. */
  medianGap: number | null;
  /** Median over the whole ISO weeks in the window. */
  daysPerWeek: number | null;
  deployments: string[];
}

/** The parts of a lead time. @public */
export type Stage = 'commit' | 'pullRequest' | 'review' | 'merge' | 'deploy';

/** One change and its way, in milliseconds. @public */
export interface LeadTimeSample {
  deployment: string;
  sha: string;
  author: 'human' | 'bot' | 'unknown';
  /** `null` when the time of the commit is unknown or after the deployment. */
  duration: number | null;
  clockSkew: boolean;
  /** Sums to the duration exactly. `null` without a pull request. */
  stages: Record<Stage, number | null> | null;
}

/** Milliseconds. @public */
export interface ChangeLeadTime extends Metric, Percentiles {
  stages: Record<Stage, Percentiles & { n: number }>;
  byAuthor: Record<'human' | 'bot' | 'unknown', Percentiles & { n: number }>;
  samples: LeadTimeSample[];
}

/** A share from 0 to 1. @public */
export interface Rate extends Metric {
  value: number | null;
  numerator: number;
  denominator: number;
  /** How many each rule counted, by the strongest rule of each. */
  rules: Record<string, number>;
  /** What the numerator counts. */
  counted: { deployment: string; rule: string; fact: string }[];
}

/** Milliseconds. @public */
export interface FailedDeploymentRecoveryTime extends Metric, Percentiles {
  recovered: { deployment: string; duration: number; endedBy: string }[];
  /** Not over: it lasts at least so long. */
  open: { deployment: string; atLeast: number }[];
}

/** The five metrics of one component in one window. @public */
export interface DeliveryMetrics {
  deploymentFrequency: DeploymentFrequency;
  changeLeadTime: ChangeLeadTime;
  changeFailRate: Rate;
  failedDeploymentRecoveryTime: FailedDeploymentRecoveryTime;
  deploymentReworkRate: Rate;
}

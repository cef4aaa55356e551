import type {
  Coverage,
  MetricFlag,
  NullReason,
  Stage,
} from '@cairn/plugin-dora-common';

/** The five metrics, as the backend calls them. */
export type MetricName =
  | 'deploymentFrequency'
  | 'changeLeadTime'
  | 'changeFailRate'
  | 'failedDeploymentRecoveryTime'
  | 'deploymentReworkRate';

export type Level = 'elite' | 'high' | 'medium' | 'low';

/** What every number carries. */
export interface Counted {
  n: number;
  coverage: Coverage;
  reason: NullReason | null;
  flags: MetricFlag[];
  level?: Level | null;
}

/** Milliseconds. */
export interface Quantiles {
  p50: number | null;
  p75: number | null;
  p90: number | null;
}

export interface Share extends Counted {
  /** From 0 to 1. */
  value: number | null;
  numerator: number;
  denominator: number;
  /** How many each rule counted. */
  rules: Record<string, number>;
}

export interface Metrics {
  /** The version of the definition. */
  definition: string;
  deploymentFrequency: Counted & { value: number; perDay: number | null };
  changeLeadTime: Counted &
    Quantiles & {
      stages: Record<Stage, Quantiles & { n: number }>;
      byAuthor: Record<'human' | 'bot' | 'unknown', Quantiles & { n: number }>;
    };
  changeFailRate: Share;
  failedDeploymentRecoveryTime: Counted & Quantiles & { open: number };
  deploymentReworkRate: Share;
}

/** Local dates; `to` is not included. */
export interface DateWindow {
  from: string;
  to: string;
  days: number;
}

export interface WindowMetrics {
  window: DateWindow;
  metrics: Metrics;
}

/** How a value is spread over components, each counted once. */
export interface Spread {
  n: number;
  min: number | null;
  p25: number | null;
  p50: number | null;
  p75: number | null;
  max: number | null;
  /** Why the others have none. */
  without: Record<string, number>;
  levels: Record<string, number>;
}

export interface ScopeHead {
  scope: string;
  kind: string;
  title: string;
  zone: string;
  entityRef?: string;
  owner?: string;
}

export interface ScopeMetrics {
  scope: ScopeHead;
  /** All deployments of the scope together, which is not how a team does. */
  pooled: boolean;
  current: WindowMetrics;
  compared?: WindowMetrics;
  spread?: Record<MetricName, Spread>;
  comparedSpread?: Record<MetricName, Spread>;
  components?: number;
  freshness: { pending: number; generation: number; rebuilding?: boolean };
}

export interface ScopeSummary {
  scope: string;
  kind: string;
  title: string;
  components: number;
}

export interface SeriesPoint {
  date: string;
  window: DateWindow;
  metrics: Metrics;
}

export interface Series {
  scope: ScopeHead;
  pooled: boolean;
  items: SeriesPoint[];
}

export interface ComponentRow {
  component: string;
  entityRef: string;
  title: string;
  owner?: string;
  metrics: Metrics;
}

export interface Page<T> {
  items: T[];
  total: number;
  nextCursor?: string;
  /** Components whose rows the person may not see. */
  withheld?: number;
}

export interface Evidence {
  rule: string;
  confidence?: string;
  fact: string;
}

export interface Deployment {
  id: string;
  component: string;
  date: string;
  environments?: string[];
  startedAt?: number;
  /** Milliseconds since 1970. */
  finishedAt: number;
  result: 'succeeded' | 'failed';
  kind: 'standard' | 'rollback' | 'rollforward' | 'redeploy';
  revision?: string;
  releaseId?: string;
  link?: string;
  flags?: string[];
  failed: boolean;
  evidence: Evidence[];
  rework: Evidence[];
  recovery?: {
    state: 'recovered' | 'open' | 'clock_skew';
    duration?: number;
    endedBy?: string;
  };
  changes: { key: string; sha: string; repository: string; author: string }[];
}

export interface Change {
  deployment: string;
  component: string;
  date: string;
  finishedAt: number;
  repository: string;
  sha: string;
  pullRequest?: number;
  author: string;
  /** Milliseconds. */
  duration: number | null;
  clockSkew: boolean;
  stages: Record<string, number | null> | null;
}

export interface Incident {
  key: string;
  source: string;
  externalId: string;
  component?: string;
  environment?: string;
  openedAt?: number;
  endedAt?: number;
  blames: { deployment: string; component: string; rule: string }[];
  by?: string;
  note?: string;
}

export interface Source {
  collector: string;
  title: string;
  kind: 'webhook' | 'running' | 'api';
  state: 'receiving' | 'silent' | 'waiting' | 'not-configured';
  address?: string;
  deliveries: number;
  refused: number;
  facts: number;
  duplicates: number;
  byType: Record<string, number>;
  lastReceivedAt?: string;
  lastEventAt?: string;
  lastRefusedAt?: string;
  lagSeconds?: number;
  unmatched: {
    reason: string;
    subject: string;
    count: number;
    detail: string;
    mend: string;
  }[];
  poison: number;
  mend?: string;
}

/** Which days: the last so many, or from one date to another (not included). */
export type WindowQuery = { days: number } | { from: string; to: string };

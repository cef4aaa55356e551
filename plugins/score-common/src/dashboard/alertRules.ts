import { connectionUse, lookUpRate, operationMean } from './dependencySections';
import { ERROR_BUDGET, errorRatio, FAST, requestRate } from './httpSection';
import { metricNames, type MetricNames } from './metricNames';
import { rejectedPart, sinceSuccess } from './pipelineSections';
import { memoryUse, restarts, throttling } from './saturationSection';
import { podsOf, ratio, series } from './selectors';
import type { WatchedWorkload } from './types';

/** An alert, without its labels. */
export interface AlertRule {
  alert: string;
  expr: string;
  /** How long it has to be the case. */
  for: string;
  /** Whether somebody has to look at it now, where it is in production. */
  urgent: boolean;
  summary: string;
  description: string;
  /** Heading of the runbook, as its address has it. */
  runbook: string;
}

interface Place {
  workload: WatchedWorkload;
  namespace: string;
  pods: [string, string];
  names: MetricNames;
}

/** Part of the requests that may take longer than is meant. */
const SLOW_BUDGET = 0.05;

/**
 * Burn rates of an error budget of 30 days, each over a long window, so that it matters, and a short one,
 * so that it ends when the cause has.
 */
const BURNS = [
  { speed: 'Fast', factor: 14.4, long: '1h', short: '5m', for: '2m' },
  { speed: 'Slow', factor: 3, long: '1d', short: '2h', for: '1h' },
] as const;

/** A factor times a budget, without the noise of binary fractions. */
function limit(factor: number, budget: number): string {
  return String(Number((factor * budget).toPrecision(6)));
}

function slowRatio({ names, pods }: Place, window: string): string {
  const { duration, slowBucket } = names.http;
  const fast = series(`${duration}_bucket`, ...pods, `le="${slowBucket}"`);
  const all = requestRate(names, pods, { window });
  return `1 - ${ratio(`sum(rate(${fast}[${window}]))`, all)}`;
}

function httpRules(place: Place): AlertRule[] {
  const { workload, names, pods } = place;
  const { name } = workload;
  return BURNS.flatMap(({ speed, factor, long, short, for: lasting }) => {
    const burns = (expression: (window: string) => string, budget: number) =>
      [long, short]
        .map(it => `(${expression(it)}) > ${limit(factor, budget)}`)
        .join(' and ');
    const urgent = speed === 'Fast';
    return [
      {
        alert: `ErrorBudgetBurns${speed}`,
        expr: burns(window => errorRatio(names, pods, window), ERROR_BUDGET),
        for: lasting,
        urgent,
        summary: `Many requests to ${name} fail.`,
        description: `{{ $value | humanizePercentage }} of the requests of the last ${long} failed; ${
          ERROR_BUDGET * 100
        } % are allowed for.`,
        runbook: 'many-requests-fail',
      },
      {
        alert: `LatencyBudgetBurns${speed}`,
        // Fourteen times five parts of a hundred is nearly all of them.
        expr: burns(window => slowRatio(place, window), SLOW_BUDGET),
        for: lasting,
        urgent,
        summary: `${name} is slow.`,
        description: `{{ $value | humanizePercentage }} of the requests of the last ${long} took longer than ${FAST} s; ${
          SLOW_BUDGET * 100
        } % are allowed for.`,
        runbook: 'it-is-slow',
      },
    ];
  });
}

function availabilityRules({ workload, namespace }: Place): AlertRule[] {
  const { name } = workload;
  const available = series(
    'kube_deployment_status_replicas_available',
    `namespace="${namespace}"`,
    `deployment="${name}"`,
  );
  return [
    {
      alert: 'NotAvailable',
      expr: `(sum(${available}) or vector(0)) == 0`,
      for: '5m',
      urgent: true,
      summary: `${name} is not available.`,
      description: `No pod of ${name} in ${namespace} has been ready for five minutes.`,
      runbook: 'it-is-not-available',
    },
  ];
}

function podRules({ workload, pods }: Place): AlertRule[] {
  const { name } = workload;
  return [
    {
      alert: 'PodsRestart',
      expr: `${restarts(pods, '30m')} > 3`,
      for: '5m',
      urgent: false,
      summary: `Pods of ${name} restart again and again.`,
      description:
        '{{ $labels.pod }} was restarted {{ $value | humanize }} times within half an hour.',
      runbook: 'pods-restart',
    },
    {
      alert: 'MemoryNearLimit',
      expr: `${memoryUse(pods)} > 0.9`,
      for: '15m',
      urgent: false,
      summary: `${name} is about to run out of memory.`,
      description:
        '{{ $labels.pod }} uses {{ $value | humanizePercentage }} of the memory it may. At 100 % it is ended.',
      runbook: 'it-runs-out-of-room',
    },
    {
      alert: 'HeldBackForWantOfCpu',
      expr: `${throttling(pods, '15m')} > 0.5`,
      for: '30m',
      urgent: false,
      summary: `${name} wants more CPU than it may have.`,
      description:
        '{{ $labels.pod }} was held back in {{ $value | humanizePercentage }} of the time.',
      runbook: 'it-runs-out-of-room',
    },
  ];
}

function databaseRules({ workload, names, pods }: Place): AlertRule[] {
  const { name } = workload;
  return [
    {
      alert: 'DatabaseConnectionsUsedUp',
      expr: `${connectionUse(names, pods)} > 0.9`,
      for: '10m',
      urgent: true,
      summary: `${name} uses all its connections to the database.`,
      description:
        '{{ $labels.pod }} uses {{ $value | humanizePercentage }} of its pool; requests wait for a connection.',
      runbook: 'the-database',
    },
    {
      alert: 'DatabaseSlow',
      expr: `${operationMean(names, pods, '10m')} > 0.25`,
      for: '15m',
      urgent: false,
      summary: `The database of ${name} is slow.`,
      description:
        'An operation took {{ $value | humanizeDuration }} on average of the last ten minutes.',
      runbook: 'the-database',
    },
  ];
}

function cacheRules(place: Place, claim: string): AlertRule[] {
  const { workload, names, pods, namespace } = place;
  const { name } = workload;
  const available = series(
    'kube_deployment_status_replicas_available',
    `namespace="${namespace}"`,
    `deployment="${claim}"`,
  );
  const failing = ratio(
    lookUpRate(names, pods, '10m', 'error'),
    lookUpRate(names, pods, '10m'),
  );
  return [
    {
      alert: 'CacheNotAvailable',
      expr: `(sum(${available}) or vector(0)) == 0`,
      for: '10m',
      urgent: false,
      summary: `The cache of ${name} is not available.`,
      description: `No pod of ${claim} in ${namespace} has been ready for ten minutes; everything is read from where it comes from.`,
      runbook: 'the-cache',
    },
    {
      alert: 'CacheFails',
      expr: `${failing} > 0.1`,
      for: '10m',
      urgent: false,
      summary: `Many look-ups in the cache of ${name} fail.`,
      description:
        '{{ $value | humanizePercentage }} of the look-ups of the last ten minutes failed.',
      runbook: 'the-cache',
    },
  ];
}

function pipelineRules(
  { workload, namespace }: Place,
  interval: number,
): AlertRule[] {
  const { name } = workload;
  const job = [`namespace="${namespace}"`, `job="${name}"`];
  return [
    {
      alert: 'PipelineBehind',
      // Also where it never pushed anything.
      expr: `(${sinceSuccess(job)}) > ${2 * interval} or absent(${series(
        'pipeline_last_success_timestamp_seconds',
        ...job,
      )})`,
      for: '15m',
      urgent: true,
      summary: `${name} has not come to its end for two of its intervals.`,
      description: 'What it writes is out of date.',
      runbook: 'the-pipeline',
    },
    {
      alert: 'PipelineRunFailed',
      expr: `sum(${series(
        'kube_job_status_failed',
        `namespace="${namespace}"`,
        `job_name=~"${name}-[0-9]+"`,
      )}) > 0`,
      for: '1m',
      urgent: false,
      summary: `A run of ${name} failed.`,
      description: 'The next one goes on from the last checkpoint.',
      runbook: 'the-pipeline',
    },
    {
      alert: 'PipelineRefusesRecords',
      expr: `${rejectedPart(job)} > 0.05`,
      for: '1m',
      urgent: false,
      summary: `${name} refuses many records.`,
      description:
        '{{ $value | humanizePercentage }} of the records of the last run did not pass the checks.',
      runbook: 'the-pipeline',
    },
  ];
}

/** The alerts of a workload in a namespace. */
export function alertRules(
  workload: WatchedWorkload,
  namespace: string,
  interval: number,
): AlertRule[] {
  const place: Place = {
    workload,
    namespace,
    pods: podsOf(workload, namespace),
    names: metricNames(workload.language),
  };
  if (workload.kind === 'pipeline') {
    return [...pipelineRules(place, interval), ...podRules(place)];
  }
  return [
    ...availabilityRules(place),
    ...httpRules(place),
    ...podRules(place),
    ...(workload.database ? databaseRules(place) : []),
    ...(workload.cache ? cacheRules(place, workload.cache) : []),
  ];
}

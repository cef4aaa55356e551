import type { AnalysedDeployment, Change, ComponentHistory } from '../engine';
import { pullRequestKey } from '../facts';
import { percentilesOf } from '../numbers';
import { isSuccess, metric, selectDeployments } from './selectDeployments';
import type {
  ChangeLeadTime,
  LeadTimeSample,
  MeasureOptions,
  MetricFlag,
  NullReason,
  Stage,
} from './types';

const STAGES: readonly Stage[] = [
  'commit',
  'pullRequest',
  'review',
  'merge',
  'deploy',
];

/**
 * The way from one boundary to the next. An unknown boundary leaves its stage `null` and its time to
 * the next one; one that is out of order moves to the nearest place, so that the sum stays exact.
 */
function stagesOf(
  start: number,
  boundaries: readonly (number | undefined)[],
  end: number,
): Record<Stage, number | null> {
  let last = start;
  const lengths = [...boundaries, end].map(boundary => {
    if (boundary === undefined) return null;
    const at = Math.max(last, Math.min(boundary, end));
    const length = at - last;
    last = at;
    return length;
  });
  const [commit, pullRequest, review, merge, deploy] = lengths;
  return { commit, pullRequest, review, merge, deploy };
}

function sampleOf(
  { ledger }: ComponentHistory,
  deployment: AnalysedDeployment,
  change: Change,
): LeadTimeSample {
  const { id, startedAt, finishedAt } = deployment;
  const { sha, author, authoredAt, repository, pullRequest: number } = change;
  const clockSkew = authoredAt !== undefined && authoredAt > finishedAt;
  const base = { deployment: id, sha, author, clockSkew };
  if (authoredAt === undefined || clockSkew) {
    return { ...base, duration: null, stages: null };
  }
  const pullRequest =
    number === undefined
      ? undefined
      : ledger.pullRequests.get(pullRequestKey(repository, number));
  return {
    ...base,
    duration: finishedAt - authoredAt,
    stages: pullRequest
      ? stagesOf(
          authoredAt,
          [
            pullRequest.openedAt,
            pullRequest.firstReviewAt,
            pullRequest.mergedAt,
            startedAt,
          ],
          finishedAt,
        )
      : null,
  };
}

/** Every change that deployments shipped, with its lead time where it has one. */
export function leadTimeSamples(
  history: ComponentHistory,
  deployments: readonly AnalysedDeployment[],
  authors: MeasureOptions['authors'] = 'all',
): LeadTimeSample[] {
  return deployments.flatMap(deployment =>
    deployment.changes
      .filter(({ author }) => authors === 'all' || author === authors)
      .map(change => sampleOf(history, deployment, change)),
  );
}

function summary(values: readonly (number | null)[]) {
  const known = values.flatMap(value => value ?? []);
  return { ...percentilesOf(known), n: known.length };
}

function reasonOf(
  shipped: readonly AnalysedDeployment[],
  samples: readonly LeadTimeSample[],
): NullReason {
  if (!shipped.length) return 'no_deployments';
  if (samples.some(({ clockSkew }) => clockSkew)) return 'clock_skew';
  if (
    samples.length ||
    shipped.some(d => d.link === 'no_commit_link' || d.missing.length)
  ) {
    return 'no_commit_link';
  }
  return shipped.some(({ link }) => link === 'bootstrap')
    ? 'bootstrap'
    : 'no_changes';
}

/** How long changes took from the commit to production, each change once. @public */
export function changeLeadTime(
  history: ComponentHistory,
  options: MeasureOptions,
): ChangeLeadTime {
  const shipped = selectDeployments(history, options).filter(isSuccess);
  const samples = leadTimeSamples(history, shipped, options.authors);
  const { n, ...percentiles } = summary(samples.map(s => s.duration));
  const missing = shipped.reduce((sum, d) => sum + d.missing.length, 0);
  const linked = samples.filter(s => s.duration !== null || s.clockSkew).length;
  const flags = shipped.flatMap((d): MetricFlag[] => d.flags);
  const of = (author: LeadTimeSample['author']) =>
    summary(samples.filter(s => s.author === author).map(s => s.duration));
  const stage = (name: Stage) =>
    summary(samples.map(s => s.stages?.[name] ?? null));
  const [commit, pullRequest, review, merge, deploy] = STAGES.map(stage);
  return {
    ...metric(options, {
      n,
      coverage: { known: linked, all: samples.length + missing },
      reason: n ? null : reasonOf(shipped, samples),
      flags,
    }),
    ...percentiles,
    stages: { commit, pullRequest, review, merge, deploy },
    byAuthor: { human: of('human'), bot: of('bot'), unknown: of('unknown') },
    samples,
  };
}

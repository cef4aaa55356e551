import { foldFields } from './foldFields';
import { naturalKey } from './naturalKey';
import type {
  BuildFact,
  CommitFact,
  DeploymentFact,
  Fact,
  IncidentFact,
  PullRequestFact,
  VerdictFact,
} from './schemas';

/** What is known of one target of a deployment. @public */
export interface DeploymentRow extends DeploymentFact {
  key: string;
}

/** What is known of an incident. @public */
export interface IncidentRow extends IncidentFact {
  key: string;
  /** The end of it: the first resolution after the last reopening. */
  endedAt?: number;
}

/** Everything that is known, one entry for each thing, by natural key. @public */
export interface Ledger {
  deployments: Map<string, DeploymentRow>;
  commits: Map<string, CommitFact>;
  pullRequests: Map<string, PullRequestFact>;
  builds: Map<string, BuildFact>;
  incidents: Map<string, IncidentRow>;
  verdicts: Map<string, VerdictFact>;
}

function isWholeSuccess(fact: DeploymentFact): boolean {
  return fact.result === 'succeeded' && (fact.trafficPercent ?? 100) >= 100;
}

/** A success after a failure is a success, at the first of them; a canary has not ended. */
function foldDeployment(
  key: string,
  statements: readonly DeploymentFact[],
): DeploymentRow {
  const merged = foldFields(statements);
  const row: DeploymentRow = { ...merged, key };
  delete row.result;
  delete row.finishedAt;
  const ends = statements
    .filter(isWholeSuccess)
    .map(({ finishedAt, at }) => finishedAt ?? at);
  const failures = statements.filter(({ result }) => result === 'failed');
  if (ends.length) {
    row.result = 'succeeded';
    row.finishedAt = ends.reduce((a, b) => Math.min(a, b));
    row.reachedProduction = true;
  } else if (failures.length) {
    const failure = foldFields(failures);
    row.result = 'failed';
    row.finishedAt = failure.finishedAt ?? failure.at;
    if (statements.some(({ trafficPercent = 0 }) => trafficPercent > 0)) {
      row.reachedProduction = true;
    }
  }
  return row;
}

/** A later review is not the first, however late it was said. */
function foldPullRequest(
  _: string,
  statements: readonly PullRequestFact[],
): PullRequestFact {
  const merged = foldFields(statements);
  const reviews = statements.flatMap(
    ({ firstReviewAt }) => firstReviewAt ?? [],
  );
  return reviews.length
    ? { ...merged, firstReviewAt: reviews.reduce((a, b) => Math.min(a, b)) }
    : merged;
}

function foldIncident(
  key: string,
  statements: readonly IncidentFact[],
): IncidentRow {
  const reopened = Math.max(
    ...statements.map(({ reopenedAt }) => reopenedAt ?? -Infinity),
  );
  const ends = statements.flatMap(({ resolvedAt }) =>
    resolvedAt !== undefined && resolvedAt > reopened ? [resolvedAt] : [],
  );
  return {
    ...foldFields(statements),
    key,
    endedAt: ends.length ? Math.min(...ends) : undefined,
  };
}

function foldAll<T extends Fact, R>(
  groups: Map<string, T[]>,
  fold: (key: string, statements: readonly T[]) => R,
): Map<string, R> {
  return new Map(
    [...groups].map(([key, statements]) => [key, fold(key, statements)]),
  );
}

function push<T extends Fact>(groups: Map<string, T[]>, fact: T) {
  const key = naturalKey(fact);
  const group = groups.get(key);
  if (group) group.push(fact);
  else groups.set(key, [fact]);
}

/** Facts in any order and number as one entry for each thing. @public */
export function foldFacts(facts: Iterable<Fact>): Ledger {
  const deployments = new Map<string, DeploymentFact[]>();
  const commits = new Map<string, CommitFact[]>();
  const pullRequests = new Map<string, PullRequestFact[]>();
  const builds = new Map<string, BuildFact[]>();
  const incidents = new Map<string, IncidentFact[]>();
  const verdicts = new Map<string, VerdictFact[]>();
  for (const fact of facts) {
    switch (fact.type) {
      case 'deployment':
        push(deployments, fact);
        break;
      case 'commit':
        push(commits, fact);
        break;
      case 'pull_request':
        push(pullRequests, fact);
        break;
      case 'build':
        push(builds, fact);
        break;
      case 'incident':
        push(incidents, fact);
        break;
      case 'verdict':
        push(verdicts, fact);
        break;
      default:
        fact satisfies never;
    }
  }
  return {
    deployments: foldAll(deployments, foldDeployment),
    commits: foldAll(commits, (_, said) => foldFields(said)),
    pullRequests: foldAll(pullRequests, foldPullRequest),
    builds: foldAll(builds, (_, said) => foldFields(said)),
    incidents: foldAll(incidents, foldIncident),
    verdicts: foldAll(verdicts, (_, said) => foldFields(said)),
  };
}

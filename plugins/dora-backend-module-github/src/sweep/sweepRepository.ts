import type { FactInput } from '@cairn/plugin-dora-common';
import {
  factsOfPush,
  factsOfRun,
  isBot,
  type Translation,
  type TranslationContext,
} from '@cairn/plugin-dora-node';
import { factsOfDeployment } from '../translate/translateDeployment';
import { factOfPullRequest } from '../translate/translatePullRequest';
import { toForgeRun } from '../translate/translateWorkflowRun';
import type { GithubOptions } from '../translate/types';
import type { ApiCommit, ApiPullRequest, GithubClient } from './GithubClient';

/** What is needed to look at one repository again. */
export interface SweepOptions {
  client: GithubClient;
  context: TranslationContext;
  options: GithubOptions;
  since: number;
}

function factOfCommit(commit: ApiCommit, repository: string): FactInput {
  const { author, committer, message } = commit.commit;
  const [pushed] = factsOfPush({
    repository,
    ref: '',
    before: '0',
    commits: [
      {
        sha: commit.sha,
        message,
        authoredAt: author.date,
        author: { ...author, login: commit.author?.login },
      },
    ],
  });
  return {
    ...(pushed as Extract<FactInput, { type: 'commit' }>),
    // What the API says of parents outranks what was made out of a push.
    at: Math.max(Date.parse(author.date), Date.parse(committer.date)) + 1,
    committedAt: committer.date,
    parents: commit.parents.map(({ sha }) => sha),
  };
}

function isMerge({ parents }: ApiCommit): boolean {
  return parents.length > 1;
}

/** How a merge came about, from what it left on the main branch. */
function mergeMethodOf(
  originals: readonly ApiCommit[],
  merged: ApiCommit | undefined,
): 'merge' | 'squash' | 'rebase' | undefined {
  if (!merged) return undefined;
  if (isMerge(merged)) return 'merge';
  const last = originals.at(-1);
  const isCopy =
    originals.length > 1 &&
    last?.commit.message === merged.commit.message &&
    last.commit.author.date === merged.commit.author.date;
  return isCopy ? 'rebase' : 'squash';
}

async function factsOfPull(
  pull: ApiPullRequest,
  repository: string,
  { client }: SweepOptions,
  commits: ReadonlyMap<string, ApiCommit>,
): Promise<FactInput[]> {
  const fact = factOfPullRequest(pull, repository);
  if (!pull.merged_at || fact.type !== 'pull_request') return [fact];
  const originals = await client.pullRequestCommits(repository, pull.number);
  const reviews = await client.reviews(repository, pull.number);
  const mergeMethod = mergeMethodOf(
    originals,
    commits.get(pull.merge_commit_sha ?? ''),
  );
  const reviewed = reviews
    .filter(
      ({ user }) =>
        user &&
        user.login !== pull.user?.login &&
        user.type !== 'Bot' &&
        !isBot(user),
    )
    .flatMap(review => review.submitted_at ?? [])
    .sort((one, other) => Date.parse(one) - Date.parse(other));
  return [
    {
      ...fact,
      commits: originals.map(({ sha }) => sha),
      ...(mergeMethod && { mergeMethod }),
      ...(reviewed.length > 0 && { firstReviewAt: reviewed[0] }),
    },
    ...originals.map(commit => factOfCommit(commit, repository)),
  ];
}

/**
 * What GitHub says now of one repository since an instant, a piece at a time: commits with their parents,
 * pull requests with the commits they had, deployments with every status, runs of workflows. All of it
 * has the natural keys of the webhooks, so what was known stays as it is.
 */
export async function* sweepRepository(
  repository: string,
  sweep: SweepOptions,
): AsyncGenerator<Translation> {
  const { client, context, options, since } = sweep;
  const commits = await client.commits(repository, since);
  yield { facts: commits.map(commit => factOfCommit(commit, repository)) };
  const bySha = new Map(commits.map(commit => [commit.sha, commit]));
  for (const pull of await client.pullRequests(repository, since)) {
    yield { facts: await factsOfPull(pull, repository, sweep, bySha) };
  }
  for (const deployment of await client.deployments(repository, since)) {
    const statuses = await client.statuses(repository, deployment.id);
    for (const status of statuses) {
      const told = { repository, deployment, status };
      yield await factsOfDeployment(told, context, options);
    }
  }
  for (const run of await client.workflowRuns(repository, since)) {
    yield await factsOfRun(toForgeRun(run, repository), context);
  }
}

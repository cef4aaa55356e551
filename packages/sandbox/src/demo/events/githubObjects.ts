import type { Change, Deployment, PipelineRun } from '../history/types';
import type { Person, Service } from '../organisation/organisation';
import { numberOf } from '../organisation/Random';
import { imageOf } from '../repository/manifests';
import type { Commit, PullCommits } from '../repository/types';
import { describe } from '../seed/pullsOf';
import { timestamp } from './DemoEvent';

/** A commit as events keep it: without the files' contents. */
export interface CommitSummary {
  sha: string;
  message: string;
  at: number;
  author: Commit['author']['person'];
  committer: Commit['committer']['person'];
  changed: string[];
  removed: string[];
}

/** Drops what events do not tell of a commit. */
export function summaryOf(commit: Commit): CommitSummary {
  const paths = [...commit.changed];
  return {
    sha: commit.sha,
    message: commit.message.trimEnd(),
    at: commit.author.at,
    author: commit.author.person,
    committer: commit.committer.person,
    changed: paths
      .filter(([, text]) => text !== undefined)
      .map(([path]) => path),
    removed: paths
      .filter(([, text]) => text === undefined)
      .map(([path]) => path),
  };
}

/** The objects GitHub's webhooks are made of, for one service's repository. */
export class GithubObjects {
  readonly page: string;

  constructor(readonly service: Service, private readonly gitUrl: string) {
    this.page = `${gitUrl}/${service.owner}/${service.name}`;
  }

  id(what: string): number {
    return numberOf(`${this.service.name}/${what}`);
  }

  repository() {
    const { name, owner, description } = this.service;
    return {
      id: this.id('repository'),
      name,
      full_name: `${owner}/${name}`,
      private: false,
      owner: {
        login: owner,
        id: numberOf(`organisation/${owner}`),
        type: 'Organization',
      },
      html_url: this.page,
      description,
      url: `${this.gitUrl}/api/v1/repos/${owner}/${name}`,
      clone_url: `${this.page}.git`,
      default_branch: 'main',
    };
  }

  user(person: Person) {
    const isBot = person.name === 'renovate' || person.name === 'fernhill-ci';
    return {
      login: isBot ? `${person.name}[bot]` : person.name,
      id: numberOf(`user/${person.name}`),
      type: isBot ? 'Bot' : 'User',
      html_url: `${this.gitUrl}/${person.name}`,
    };
  }

  commit(commit: CommitSummary) {
    const name = ({ fullName, email }: CommitSummary['author']) => ({
      name: fullName,
      email,
    });
    return {
      id: commit.sha,
      distinct: true,
      message: commit.message,
      timestamp: timestamp(commit.at),
      url: `${this.page}/commit/${commit.sha}`,
      author: name(commit.author),
      committer: name(commit.committer),
      added: [],
      removed: commit.removed,
      modified: commit.changed,
    };
  }

  /** A pull request as it was at a time. */
  pull(
    {
      change,
      baseSha,
      headSha,
      commits,
    }: Omit<PullCommits, 'commits'> & {
      commits: number;
    },
    now: number,
    merge?: { before: string; after: string },
  ) {
    const { number = 0 } = change;
    const past = (at: number | undefined) =>
      at !== undefined && at <= now ? timestamp(at) : null;
    const mergedAt = past(change.mergedAt);
    const closedAt = mergedAt ?? past(change.closedAt);
    const repo = this.repository();
    return {
      id: this.id(`pull/${number}`),
      number,
      state: closedAt ? 'closed' : 'open',
      title: change.title,
      body: describe(change),
      user: this.user(change.author),
      html_url: `${this.page}/pulls/${number}`,
      created_at: timestamp(change.openedAt),
      updated_at: timestamp(now),
      closed_at: closedAt,
      merged_at: mergedAt,
      merged: mergedAt !== null,
      merge_commit_sha: mergedAt ? merge?.after ?? null : null,
      merged_by: mergedAt ? this.user(change.reviewer) : null,
      draft: false,
      labels: labelsOf(change).map(name => ({
        id: numberOf(`label/${name}`),
        name,
      })),
      commits,
      head: { ref: change.branch, sha: headSha, repo },
      base: { ref: 'main', sha: merge?.before ?? baseSha, repo },
    };
  }

  run(run: PipelineRun, sha: string, isDone: boolean) {
    return {
      id: this.id(`run/${run.key}`),
      name: 'Build',
      path: '.github/workflows/build.yaml',
      event: 'push',
      head_branch: 'main',
      head_sha: sha,
      status: isDone ? 'completed' : 'queued',
      conclusion: isDone ? run.result : null,
      run_number: this.id(`run/${run.key}`) % 5000,
      run_attempt: run.attempt,
      created_at: timestamp(run.startedAt),
      run_started_at: timestamp(run.startedAt),
      updated_at: timestamp(isDone ? run.finishedAt : run.startedAt),
      html_url: `${this.page}/actions/runs/${this.id(`run/${run.key}`)}`,
    };
  }

  deployment(deployment: Deployment, sha: string) {
    const { environment, version, task, createdAt, by, key } = deployment;
    return {
      id: this.id(`deployment/${key}`),
      sha,
      ref: `v${version}`,
      task: task === 'rollback' ? 'deploy:rollback' : 'deploy',
      environment: environment === 'prod' ? 'production' : 'dev',
      original_environment: environment === 'prod' ? 'production' : 'dev',
      production_environment: environment === 'prod',
      transient_environment: false,
      description: `${this.service.title} ${version}`,
      payload: { version, image: imageOf(this.service, version), task },
      creator: this.user(by),
      created_at: timestamp(createdAt),
      updated_at: timestamp(createdAt),
    };
  }
}

function labelsOf(change: Change): string[] {
  if (change.kind === 'dependency') return ['dependencies'];
  if (change.kind === 'hotfix') return ['hotfix'];
  return change.kind === 'fix' ? ['bug'] : [];
}

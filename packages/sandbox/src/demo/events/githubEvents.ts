import { deployer, type Person } from '../organisation/organisation';
import { uuidOf } from '../organisation/Random';
import type { Deployment, MainEntry } from '../history/types';
import type { ServiceRepository } from '../repository/types';
import { type DemoEvent, timestamp } from './DemoEvent';
import { GithubObjects, summaryOf } from './githubObjects';

const NOTHING = '0'.repeat(40);

/** What GitHub's webhooks tell of a service's year, in no order. */
export function githubEvents(
  repository: ServiceRepository,
  options: { gitUrl: string; prefix: string; withDeployments: boolean },
): DemoEvent[] {
  const { history, versions } = repository;
  const { service } = history;
  const objects = new GithubObjects(service, options.gitUrl);
  const events: DemoEvent[] = [];
  const tell = (
    at: number,
    kind: string,
    key: string,
    sender: Person,
    body: () => Record<string, unknown>,
  ) => {
    const id = uuidOf(`${options.prefix}/${service.name}/${kind}/${key}`);
    events.push({
      id,
      at,
      source: 'github',
      component: service.name,
      render: () => ({
        headers: {
          'content-type': 'application/json',
          'user-agent': 'GitHub-Hookshot/cairn-demo',
          'x-github-event': kind,
          'x-github-delivery': id,
          'x-github-hook-id': String(objects.id('hook')),
        },
        body: JSON.stringify({
          ...body(),
          repository: objects.repository(),
          sender: objects.user(sender),
        }),
      }),
    });
  };
  const push = (
    at: number,
    ref: string,
    range: { before: string; after: string },
    made: ReturnType<typeof summaryOf>[],
    by: Person,
  ) =>
    tell(at, 'push', `${ref}/${range.after}`, by, () => {
      const commits = made.map(commit => objects.commit(commit));
      return {
        ref,
        ...range,
        created: range.before === NOTHING,
        deleted: false,
        forced: false,
        compare: `${objects.page}/compare/${range.before}...${range.after}`,
        commits,
        head_commit: commits.at(-1) ?? null,
        pusher: { name: by.name, email: by.email },
      };
    });

  push(
    history.startedAt,
    'refs/heads/main',
    { before: NOTHING, after: repository.first.sha },
    [summaryOf(repository.first)],
    service.people[0] ?? deployer,
  );
  const merges = new Map<unknown, { before: string; after: string }>();
  for (const { entry, before, after, commits } of repository.moves) {
    const by = moverOf(entry);
    if (entry.kind === 'change') merges.set(entry.change, { before, after });
    const range = { before, after };
    push(entry.at, 'refs/heads/main', range, commits.map(summaryOf), by);
  }
  for (const pull of repository.pulls) {
    const { change, headSha } = pull;
    const made = pull.commits.map(summaryOf);
    const compact = {
      change,
      baseSha: pull.baseSha,
      headSha,
      commits: made.length,
    };
    const merge = merges.get(change);
    const ref = `refs/heads/${change.branch}`;
    const range = { before: NOTHING, after: headSha };
    push(change.openedAt - 5000, ref, range, made, change.author);
    const act = (at: number, action: string, by: Person) =>
      tell(at, 'pull_request', `${change.key}/${action}`, by, () => ({
        action,
        number: change.number,
        pull_request: objects.pull(compact, at, merge),
      }));
    act(change.openedAt, 'opened', change.author);
    if (change.reviewedAt !== undefined) {
      const at = change.reviewedAt;
      tell(at, 'pull_request_review', change.key, change.reviewer, () => ({
        action: 'submitted',
        review: {
          id: objects.id(`review/${change.key}`),
          state: 'approved',
          body: null,
          user: objects.user(change.reviewer),
          commit_id: headSha,
          submitted_at: timestamp(at),
        },
        pull_request: objects.pull(compact, at, merge),
      }));
    }
    const end = change.mergedAt ?? change.closedAt;
    if (end !== undefined) {
      act(end, 'closed', change.mergedAt ? change.reviewer : change.author);
    }
  }
  for (const run of history.runs) {
    const sha = versions.get(run.version) ?? '';
    for (const action of ['requested', 'completed'] as const) {
      const isDone = action === 'completed';
      const at = isDone ? run.finishedAt : run.startedAt;
      const key = `${run.key}/${run.attempt}/${action}`;
      tell(at, 'workflow_run', key, deployer, () => ({
        action,
        workflow_run: objects.run(run, sha, isDone),
      }));
    }
  }
  if (!options.withDeployments) return events;
  for (const deployment of history.deployments) {
    const sha = versions.get(sourceVersion(deployment)) ?? '';
    const { key, createdAt, finishedAt } = deployment;
    tell(createdAt, 'deployment', key, deployer, () => ({
      action: 'created',
      deployment: objects.deployment(deployment, sha),
    }));
    const status = (at: number, state: string, description: string) =>
      tell(at, 'deployment_status', `${key}/${state}`, deployer, () => {
        const made = objects.deployment(deployment, sha);
        return {
          action: 'created',
          deployment: made,
          deployment_status: {
            id: objects.id(`status/${key}/${state}`),
            state,
            description,
            environment: made.environment,
            target_url: objects.page,
            creator: made.creator,
            created_at: timestamp(at),
            updated_at: timestamp(at),
          },
        };
      });
    status(createdAt + 5000, 'in_progress', 'The rollout has begun.');
    const [state, description] = outcomeOf(deployment);
    status(finishedAt, state, description);
  }
  return events;
}

/** Who moved main: the author of a push, whoever pressed merge. */
function moverOf(entry: MainEntry): Person {
  if (entry.kind === 'bump') return entry.author;
  const { number, author, reviewer } = entry.change;
  return number === undefined ? author : reviewer;
}

/** The version whose commit a deployment runs: trials have a suffix. */
export function sourceVersion({ version }: Deployment): string {
  return version.replace(/-.*$/, '');
}

function outcomeOf({ result, touched }: Deployment): [string, string] {
  if (result === 'success') return ['success', 'All pods run.'];
  return touched
    ? ['failure', 'Some pods did not become ready; the others serve on.']
    : ['error', 'The rollout was refused; nothing was changed.'];
}

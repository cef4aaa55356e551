import {
  factsOfPush,
  factsOfRelease,
  factsOfRun,
  isBot,
  readPayload,
  resolveRepository,
  type ForgeRun,
  type Translation,
  type TranslationContext,
  type WebhookDelivery,
} from '@cairn/plugin-dora-node';
import {
  pullRequestEventSchema,
  pushSchema,
  releaseEventSchema,
  workflowRunEventSchema,
} from './schemas';

const SOURCE = 'gitea';
const REVERTS = /^Reverts (?:[\w.-]+\/[\w.-]+)?#(\d+)\b/m;

/** The commits of a push. */
export function translatePush(
  delivery: WebhookDelivery,
  context: TranslationContext,
): Translation {
  const push = readPayload(delivery, pushSchema);
  const commits = push.commits ?? [];
  if (!push.ref.startsWith('refs/heads/') || commits.length === 0) {
    return { facts: [], ignored: 'The push brings no commits.' };
  }
  const { full_name: name, default_branch: defaultBranch } = push.repository;
  const { problem } = resolveRepository(name, context);
  if (problem) return { facts: [], unmatched: [problem] };
  const { ref, before, after, total_commits: total = 0 } = push;
  return {
    facts: factsOfPush({
      repository: name.toLowerCase(),
      ref,
      defaultBranch,
      before,
      after,
      truncated: total > commits.length,
      commits: commits.map(({ id, message, timestamp, author, ...files }) => {
        const lists = [files.added, files.removed, files.modified];
        return {
          sha: id,
          message,
          authoredAt: timestamp,
          author: { ...author, login: author.username },
          ...(lists.some(Boolean) && {
            paths: lists.flatMap(list => list ?? []),
          }),
        };
      }),
    }),
  };
}

/** What became of a pull request; `isReview` when somebody looked at it. */
export function translatePullRequest(
  delivery: WebhookDelivery,
  context: TranslationContext,
  isReview: boolean,
): Translation {
  const {
    repository,
    sender,
    pull_request: pull,
  } = readPayload(delivery, pullRequestEventSchema);
  const { problem } = resolveRepository(repository.full_name, context);
  if (problem) return { facts: [], unmatched: [problem] };
  const reverts = REVERTS.exec(pull.body ?? '')?.[1];
  const isOwn = !sender || sender.login === pull.user?.login || isBot(sender);
  return {
    facts: [
      {
        type: 'pull_request',
        at: pull.updated_at,
        repository: repository.full_name.toLowerCase(),
        number: pull.number,
        openedAt: pull.created_at,
        headCommit: pull.head.sha,
        branch: pull.head.ref,
        labels: (pull.labels ?? []).map(({ name }) => name),
        ...(reverts && { reverts: Number(reverts) }),
        // Gitea does not say when the review was made; the pull request changed with it.
        ...(isReview && !isOwn && { firstReviewAt: pull.updated_at }),
        ...(pull.merged &&
          pull.merged_at && {
            mergedAt: pull.merged_at,
            ...(pull.merge_commit_sha && {
              mergeCommit: pull.merge_commit_sha,
            }),
          }),
      },
    ],
  };
}

/** A run of Gitea's Actions. */
export async function translateWorkflowRun(
  delivery: WebhookDelivery,
  context: TranslationContext,
): Promise<Translation> {
  const { repository, workflow_run: run } = readPayload(
    delivery,
    workflowRunEventSchema,
  );
  const { started_at: startedAt, completed_at: completedAt } = run;
  const at = completedAt ?? startedAt;
  // Before it begins it has no times.
  if (!at || Date.parse(at) < 0 || !startedAt) {
    return { facts: [], ignored: 'The run has not begun.' };
  }
  let state: ForgeRun['state'] = 'running';
  if (run.status === 'completed') {
    const ends = { success: 'succeeded', failure: 'failed' } as const;
    state =
      run.conclusion === 'success' || run.conclusion === 'failure'
        ? ends[run.conclusion]
        : 'dropped';
  }
  // `deploy.yaml@refs/heads/main`
  const file = run.path?.split('@')[0];
  return factsOfRun(
    {
      source: SOURCE,
      repository: repository.full_name,
      id: run.id,
      names: [run.name, file, file?.split('/').pop()].flatMap(n => n || []),
      revision: run.head_sha,
      state,
      startedAt,
      at: state === 'running' ? startedAt : at,
    },
    context,
  );
}

/** A release. */
export function translateRelease(
  delivery: WebhookDelivery,
  context: TranslationContext,
): Translation {
  const { action, repository, release } = readPayload(
    delivery,
    releaseEventSchema,
  );
  const { draft, prerelease, published_at: publishedAt } = release;
  if (action !== 'published' || draft || prerelease || !publishedAt) {
    return { facts: [], ignored: 'Only published releases deliver anything.' };
  }
  return factsOfRelease(
    {
      source: SOURCE,
      repository: repository.full_name,
      id: release.id,
      tag: release.tag_name,
      publishedAt,
      target: release.target_commitish,
    },
    context,
  );
}

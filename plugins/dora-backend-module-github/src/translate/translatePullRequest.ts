import type { FactInput } from '@cairn/plugin-dora-common';
import {
  isBot,
  readPayload,
  resolveRepository,
  type Directory,
  type Translation,
  type WebhookDelivery,
} from '@cairn/plugin-dora-node';
import {
  pullRequestEventSchema,
  reviewEventSchema,
  type PullRequest,
} from './schemas';

/** A pull request as it is. */
export function factOfPullRequest(
  pull: PullRequest,
  repository: string,
): FactInput {
  const reverts = /^Reverts (?:[\w.-]+\/[\w.-]+)?#(\d+)\b/m.exec(
    pull.body ?? '',
  )?.[1];
  return {
    type: 'pull_request',
    at: pull.updated_at,
    repository: repository.toLowerCase(),
    number: pull.number,
    openedAt: pull.created_at,
    headCommit: pull.head.sha,
    branch: pull.head.ref,
    labels: pull.labels.map(({ name }) => name),
    ...(reverts && { reverts: Number(reverts) }),
    ...(pull.merged_at && {
      mergedAt: pull.merged_at,
      // Before the merge it is only GitHub's trial.
      ...(pull.merge_commit_sha && { mergeCommit: pull.merge_commit_sha }),
    }),
  };
}

/** What became of a pull request. */
export function translatePullRequest(
  delivery: WebhookDelivery,
  directory: Directory,
): Translation {
  const { repository, pull_request: pull } = readPayload(
    delivery,
    pullRequestEventSchema,
  );
  const { problem } = resolveRepository(repository.full_name, directory);
  if (problem) return { facts: [], unmatched: [problem] };
  return { facts: [factOfPullRequest(pull, repository.full_name)] };
}

/** When somebody else first looked at a pull request. */
export function translateReview(
  delivery: WebhookDelivery,
  directory: Directory,
): Translation {
  const {
    repository,
    pull_request: { number, user: author },
    review: { submitted_at: submittedAt, user: reviewer },
  } = readPayload(delivery, reviewEventSchema);
  if (!submittedAt) {
    return { facts: [], ignored: 'The review is not submitted yet.' };
  }
  const isProgram =
    reviewer && (reviewer.type === 'Bot' || isBot({ login: reviewer.login }));
  if (isProgram || (reviewer && reviewer.login === author?.login)) {
    return {
      facts: [],
      ignored: 'What authors and programs say of a change is no review of it.',
    };
  }
  const { problem } = resolveRepository(repository.full_name, directory);
  if (problem) return { facts: [], unmatched: [problem] };
  return {
    facts: [
      {
        type: 'pull_request',
        at: submittedAt,
        repository: repository.full_name.toLowerCase(),
        number,
        firstReviewAt: submittedAt,
      },
    ],
  };
}

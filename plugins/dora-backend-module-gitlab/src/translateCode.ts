import type { FactInput } from '@cairn/plugin-dora-common';
import {
  factsOfPush,
  readPayload,
  resolveRepository,
  type Directory,
  type Translation,
  type WebhookDelivery,
} from '@cairn/plugin-dora-node';
import { mergeRequestSchema, noteSchema, pushSchema } from './schemas';

const REVERTS = /reverts merge request !(?<iid>\d+)/i;

/** The commits of a push; GitLab lists the newest twenty. */
export function translatePush(
  delivery: WebhookDelivery,
  directory: Directory,
): Translation {
  const push = readPayload(delivery, pushSchema);
  const { ref, before, after, commits, project } = push;
  const { total_commits_count: total = commits.length } = push;
  if (commits.length === 0) {
    return { facts: [], ignored: 'The push brings no commits.' };
  }
  const { problem } = resolveRepository(project.path_with_namespace, directory);
  if (problem) return { facts: [], unmatched: [problem] };
  return {
    facts: factsOfPush({
      repository: project.path_with_namespace.toLowerCase(),
      ref,
      defaultBranch: project.default_branch ?? undefined,
      before,
      after,
      truncated: total > commits.length,
      commits: commits.map(
        ({ id, message, timestamp, author, added, modified, removed }) => ({
          sha: id,
          message,
          authoredAt: timestamp,
          author,
          ...((added || modified || removed) && {
            paths: [added, modified, removed].flatMap(list => list ?? []),
          }),
        }),
      ),
    }),
  };
}

type MergeFields = Pick<
  Extract<FactInput, { type: 'pull_request' }>,
  'mergedAt' | 'mergeCommit' | 'mergeMethod'
>;

/** What became of a merge request. */
export function translateMergeRequest(
  delivery: WebhookDelivery,
  directory: Directory,
): Translation {
  const {
    project,
    user,
    labels,
    object_attributes: request,
  } = readPayload(delivery, mergeRequestSchema);
  const { problem } = resolveRepository(project.path_with_namespace, directory);
  if (problem) return { facts: [], unmatched: [problem] };
  const reverts = REVERTS.exec(request.description ?? '')?.groups?.iid;
  const head = request.last_commit?.id;
  const { merge_commit_sha: merge, squash_commit_sha: squash } = request;
  const isApproval =
    (request.action === 'approved' || request.action === 'approval') &&
    user.id !== request.author_id;
  const mergeOf = (): MergeFields => {
    if (request.state !== 'merged') return {};
    const isMergeEvent = request.action === 'merge';
    const mergedAt =
      request.merged_at ?? (isMergeEvent ? request.updated_at : undefined);
    // A squash may be merged in turn; it is the squash that holds the change.
    const mergeCommit = squash ?? merge ?? head;
    return {
      ...(mergedAt && { mergedAt }),
      ...(mergeCommit && { mergeCommit }),
      ...(squash && { mergeMethod: 'squash' as const }),
      ...(!squash && merge && { mergeMethod: 'merge' as const }),
    };
  };
  return {
    facts: [
      {
        type: 'pull_request',
        at: request.updated_at,
        repository: project.path_with_namespace.toLowerCase(),
        number: request.iid,
        openedAt: request.created_at,
        branch: request.source_branch,
        labels: labels.map(({ title }) => title),
        ...(head && { headCommit: head }),
        ...(reverts && { reverts: Number(reverts) }),
        ...(isApproval && { firstReviewAt: request.updated_at }),
        ...mergeOf(),
      },
    ],
  };
}

/** The first word of somebody else on a merge request. */
export function translateNote(
  delivery: WebhookDelivery,
  directory: Directory,
): Translation {
  const {
    project,
    object_attributes: note,
    merge_request: request,
  } = readPayload(delivery, noteSchema);
  if (
    note.noteable_type !== 'MergeRequest' ||
    !request ||
    note.system ||
    note.author_id === request.author_id
  ) {
    return {
      facts: [],
      ignored: 'Only what others say of a merge request is a review.',
    };
  }
  const { problem } = resolveRepository(project.path_with_namespace, directory);
  if (problem) return { facts: [], unmatched: [problem] };
  return {
    facts: [
      {
        type: 'pull_request',
        at: note.created_at,
        repository: project.path_with_namespace.toLowerCase(),
        number: request.iid,
        firstReviewAt: note.created_at,
      },
    ],
  };
}

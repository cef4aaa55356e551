import {
  mergeCommits,
  MergeConflictError,
  type MergeStyle,
} from '../commands/mergeCommits';
import { commitAt, moveRef } from '../commands/refs';
import { runGit } from '../commands/runGit';
import { type Account, type Pull, type Repository, ZERO } from '../types';
import { afterUpdates } from './afterUpdates';
import {
  directoryOf,
  HostError,
  type HostContext,
  notFound,
} from './HostContext';
import { announcePull } from './pullState';

/**
 * Opens a pull request.
 *
 * @throws HostError 404 for unknown branches, 409 when one is open already,
 * 422 when there is nothing to merge.
 */
export async function openPull(
  host: HostContext,
  repository: Repository,
  poster: Account,
  asked: { title: string; body: string; head: string; base: string },
): Promise<Pull> {
  const dir = directoryOf(host, repository);
  if (asked.head === asked.base) {
    throw new HostError(
      422,
      `Invalid PullRequest: There are no changes between the head and the base`,
    );
  }
  const [headSha, baseSha] = await Promise.all([
    commitAt(dir, `refs/heads/${asked.head}`),
    commitAt(dir, `refs/heads/${asked.base}`),
  ]);
  if (!headSha || !baseSha) {
    throw notFound();
  }
  const pull = await host.pulls.create(repository, {
    title: asked.title,
    body: asked.body,
    poster,
    headBranch: asked.head,
    baseBranch: asked.base,
    headSha,
    baseSha,
  });
  if (!pull) {
    const other = await host.pulls.find(repository, asked.base, asked.head);
    throw new HostError(
      409,
      `pull request already exists for these targets [id: ${other?.id}, issue_id: ${other?.number}, head_repo_id: ${repository.id}, base_repo_id: ${repository.id}, head_branch: ${asked.head}, base_branch: ${asked.base}]`,
    );
  }
  await runGit(['update-ref', `refs/pull/${pull.number}/head`, headSha], {
    dir,
  });
  await announcePull(host, repository, pull.number, poster, 'opened');
  return pull;
}

/** Closes or reopens a pull request. */
export async function setPullState(
  host: HostContext,
  repository: Repository,
  pull: Pull,
  by: Account,
  state: Pull['state'],
): Promise<void> {
  if (pull.mergedAt) {
    throw new HostError(
      412,
      'cannot change state of this pull request, it was already merged',
    );
  }
  if (state === 'open') {
    const dir = directoryOf(host, repository);
    const head = await commitAt(dir, `refs/heads/${pull.headBranch}`);
    if (!head) {
      throw new HostError(
        422,
        `The branch ${pull.headBranch} is gone; push it again, then reopen.`,
      );
    }
    await host.pulls.setHead(pull, head);
  }
  if (await host.pulls.setState(pull, state)) {
    const action = state === 'closed' ? 'closed' : 'reopened';
    await announcePull(host, repository, pull.number, by, action);
  }
}

/**
 * Merges a pull request: git merges in a worktree of its own, then the base
 * moves only if it has not moved meanwhile.
 *
 * @throws HostError 404 when it is closed, 405 when it is merged already or in
 * conflict, 409 when the head or base moved.
 */
export async function mergePull(
  host: HostContext,
  repository: Repository,
  number: number,
  by: Account,
  asked: {
    style: MergeStyle;
    title?: string;
    message?: string;
    headSha?: string;
    deleteBranch?: boolean;
  },
): Promise<Pull> {
  const { style } = asked;
  const dir = directoryOf(host, repository);
  const done = await host.locks.run(dir, async () => {
    const pull = await host.pulls.get(repository, number);
    if (!pull) throw notFound();
    if (pull.mergedAt) throw new HostError(405, 'The PR is already merged');
    if (pull.state !== 'open') throw notFound();
    const [base, head] = await Promise.all([
      commitAt(dir, `refs/heads/${pull.baseBranch}`),
      commitAt(dir, `refs/heads/${pull.headBranch}`),
    ]);
    if (!base || !head) throw new HostError(405, 'Please try again later');
    if (asked.headSha && asked.headSha !== head) {
      throw new HostError(409, 'head out of date');
    }
    const title =
      asked.title ||
      (style === 'squash'
        ? `${pull.title} (#${number})`
        : `Merge pull request '${pull.title}' (#${number}) from ${pull.headBranch} into ${pull.baseBranch}`);
    const merged = await mergeCommits({
      dir,
      workDir: host.workDir,
      style,
      base,
      head,
      message: asked.message ? `${title}\n\n${asked.message}` : title,
      person: { name: by.fullName || by.name, email: by.email },
    }).catch(error => {
      if (!(error instanceof MergeConflictError)) throw error;
      // Gitea has found the conflict before and says no more than this.
      throw new HostError(405, 'Please try again later');
    });
    const ref = `refs/heads/${pull.baseBranch}`;
    if (!(await moveRef(dir, ref, merged, base))) {
      throw new HostError(409, 'The base branch moved meanwhile; try again.');
    }
    await host.pulls.setMerged(pull, by, { commit: merged, baseSha: base });
    return { pull, head, update: { ref, before: base, after: merged } };
  });
  const updates = [done.update];
  await announcePull(host, repository, number, by, 'closed');
  if (asked.deleteBranch && done.pull.headBranch !== repository.defaultBranch) {
    const ref = `refs/heads/${done.pull.headBranch}`;
    const after = ZERO;
    if (await moveRef(dir, ref, after, done.head)) {
      updates.push({ ref, before: done.head, after });
    }
  }
  await afterUpdates(host, repository, by, updates);
  const pull = await host.pulls.get(repository, number);
  return pull ?? done.pull;
}

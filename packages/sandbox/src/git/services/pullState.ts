import { listChanges } from '../commands/commits';
import { mergeCommits, MergeConflictError } from '../commands/mergeCommits';
import { mergeBase as findMergeBase, commitAt } from '../commands/refs';
import type { Account, Pull, Repository } from '../types';
import { directoryOf, type HostContext } from './HostContext';
import { notifyHooks } from './notifyHooks';
import { describeRepository } from './describeRepository';
import { pullWire, userWire } from './wire';

/** Verdicts on whether two commits merge, so that a list of requests stays cheap. */
const verdicts = new Map<string, boolean>();
const MAX_VERDICTS = 1000;

/** Where a pull request stands now. */
export interface PullState {
  baseSha: string;
  mergeBase: string;
  mergeable: boolean;
  /** Whether the head's branch is still there. */
  headExists: boolean;
  additions: number;
  deletions: number;
  changedFiles: number;
}

/** Looks where the two branches are and whether they merge. */
export async function pullState(
  host: HostContext,
  repository: Repository,
  pull: Pull,
): Promise<PullState> {
  const dir = directoryOf(host, repository);
  const baseSha =
    pull.state === 'open'
      ? (await commitAt(dir, `refs/heads/${pull.baseBranch}`)) ?? pull.baseSha
      : pull.baseSha;
  const mergeBase = (await findMergeBase(dir, baseSha, pull.headSha)) ?? '';
  const headExists =
    (await commitAt(dir, `refs/heads/${pull.headBranch}`)) !== undefined;
  const changes = await listChanges(dir, {
    from: mergeBase || baseSha,
    to: pull.headSha,
  });
  const sum = (of: 'additions' | 'deletions') =>
    changes.reduce((total, file) => total + (file[of] ?? 0), 0);
  const known = {
    baseSha,
    mergeBase,
    headExists,
    additions: sum('additions'),
    deletions: sum('deletions'),
    changedFiles: changes.length,
  };
  if (pull.mergedAt) return { ...known, mergeable: true };
  const key = `${baseSha} ${pull.headSha}`;
  let mergeable = verdicts.get(key) ?? (mergeBase === baseSha || undefined);
  if (mergeable === undefined) {
    mergeable = await mergeCommits({
      dir,
      workDir: host.workDir,
      style: 'merge',
      base: baseSha,
      head: pull.headSha,
      message: 'Try',
      person: { name: 'Cairn', email: 'git@cairn.example' },
    }).then(
      () => true,
      error => {
        if (error instanceof MergeConflictError) return false;
        throw error;
      },
    );
    if (verdicts.size >= MAX_VERDICTS) verdicts.clear();
    verdicts.set(key, mergeable);
  }
  return { ...known, mergeable };
}

/** A pull request as the API answers it. */
export async function describePull(
  host: HostContext,
  repository: Repository,
  pull: Pull,
  account?: Account | 'nobody',
) {
  const state = await pullState(host, repository, pull);
  const repo = await describeRepository(host, repository, account);
  return pullWire(
    pull,
    repository,
    host.publicUrl,
    { ...state, repo },
    account === 'nobody' ? undefined : account,
  );
}

function changesOf(before: { title: string; body: string }, now: Pull) {
  return {
    ...(before.title !== now.title && { title: { from: before.title } }),
    ...(before.body !== now.body && { body: { from: before.body } }),
    added_labels: null,
    removed_labels: null,
  };
}

/** Tells the hooks what happened to a pull request. */
export async function announcePull(
  host: HostContext,
  repository: Repository,
  number: number,
  sender: Account,
  action: 'opened' | 'closed' | 'reopened' | 'synchronized' | 'edited',
  /** What an edit replaced. */
  before?: { title: string; body: string },
): Promise<void> {
  if ((await host.hooks.list(repository)).length === 0) return;
  const pull = await host.pulls.get(repository, number);
  if (!pull) return;
  await notifyHooks(
    host,
    repository,
    action === 'synchronized' ? 'pull_request_sync' : 'pull_request',
    {
      action,
      number,
      ...(before && { changes: changesOf(before, pull) }),
      pull_request: await describePull(host, repository, pull, sender),
      requested_reviewer: null,
      repository: await describeRepository(host, repository, sender),
      sender: userWire(sender, host.publicUrl),
      commit_id: action === 'synchronized' ? pull.headSha : '',
      review: null,
    },
    pull.baseBranch,
  );
}

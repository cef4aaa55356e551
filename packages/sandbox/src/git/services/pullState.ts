import { mergeCommits, MergeConflictError } from '../commands/mergeCommits';
import { mergeBase as findMergeBase, commitAt } from '../commands/refs';
import type { Account, Pull, Repository } from '../types';
import { directoryOf, type HostContext } from './HostContext';
import { notifyHooks } from './notifyHooks';
import { pullWire, repositoryWire, userWire } from './wire';

/** Verdicts on whether two commits merge, so that a list of requests stays cheap. */
const verdicts = new Map<string, boolean>();
const MAX_VERDICTS = 1000;

/** Where a pull request stands now. */
export interface PullState {
  baseSha: string;
  mergeBase: string;
  mergeable: boolean;
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
  if (pull.state === 'closed') return { baseSha, mergeBase, mergeable: false };
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
  return { baseSha, mergeBase, mergeable };
}

/** A pull request as the API answers it. */
export async function describePull(
  host: HostContext,
  repository: Repository,
  pull: Pull,
) {
  const state = await pullState(host, repository, pull);
  return pullWire(pull, repository, host.publicUrl, state);
}

/** Tells the hooks what happened to a pull request. */
export async function announcePull(
  host: HostContext,
  repository: Repository,
  number: number,
  sender: Account,
  action: 'opened' | 'closed' | 'reopened' | 'synchronized' | 'edited',
): Promise<void> {
  const pull = await host.pulls.get(repository, number);
  if (!pull) return;
  await notifyHooks(
    host,
    repository,
    action === 'synchronized' ? 'pull_request_sync' : 'pull_request',
    {
      action,
      number,
      pull_request: await describePull(host, repository, pull),
      requested_reviewer: null,
      repository: repositoryWire(repository, host.publicUrl),
      sender: userWire(sender, host.publicUrl),
      commit_id: pull.headSha,
      review: null,
    },
    pull.baseBranch,
  );
}

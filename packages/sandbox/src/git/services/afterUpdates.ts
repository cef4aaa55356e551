import { commitAt, setHead } from '../commands/refs';
import { runGit } from '../commands/runGit';
import { type Account, type RefUpdate, type Repository, ZERO } from '../types';
import { directoryOf, type HostContext } from './HostContext';
import { notifyPush } from './notifyHooks';
import { announcePull } from './pullState';

/**
 * What follows when references were changed, by a push or by the API: an empty
 * repository's first branch becomes its default, open pull requests follow
 * their branches, and the hooks are told.
 */
export async function afterUpdates(
  host: HostContext,
  repository: Repository,
  pusher: Account,
  updates: RefUpdate[],
): Promise<void> {
  const dir = directoryOf(host, repository);
  const branches = updates.filter(each => each.ref.startsWith('refs/heads/'));
  await host.repositories.touch(repository.id);
  const pushed = branches.find(each => each.after !== ZERO);
  if (
    pushed &&
    !(await commitAt(dir, `refs/heads/${repository.defaultBranch}`))
  ) {
    const branch = pushed.ref.slice('refs/heads/'.length);
    await setHead(dir, branch);
    await host.repositories.update(repository.id, {
      ...repository,
      defaultBranch: branch,
    });
  }
  const current = (await host.repositories.get(repository.id)) ?? repository;
  // What is told takes git a while to find out: only where somebody listens.
  const told = (await host.hooks.list(repository)).length > 0 ? updates : [];
  for (const update of told) {
    await notifyPush(host, current, pusher, update);
  }
  const open = await host.pulls.list(repository, 'open');
  for (const pull of open) {
    const change = branches.find(
      each => each.ref === `refs/heads/${pull.headBranch}`,
    );
    if (!change) continue;
    if (change.after === ZERO) {
      if (await host.pulls.setState(pull, 'closed')) {
        await announcePull(host, current, pull.number, pusher, 'closed');
      }
      continue;
    }
    // Another push may have come since: what counts is where the branch is now.
    const head = await commitAt(dir, change.ref);
    if (!head || head === pull.headSha) continue;
    await runGit(['update-ref', `refs/pull/${pull.number}/head`, head], {
      dir,
    });
    await host.pulls.setHead(pull, head);
    await announcePull(host, current, pull.number, pusher, 'synchronized');
  }
  host.housekeeping.consider(dir);
}

import { listChanges, listCommits, type Signature } from '../commands/commits';
import { commitAt } from '../commands/refs';
import { type Account, type RefUpdate, type Repository, ZERO } from '../types';
import { directoryOf, type HostContext } from './HostContext';
import { userWire } from './wire';

/** Gitea says at most this many commits of a push in its payload. */
const MAX_COMMITS = 30;

/** What a `push` event says beside the repository and the sender. */
export async function pushPayload(
  host: HostContext,
  repository: Repository,
  pusher: Account,
  update: RefUpdate,
) {
  const dir = directoryOf(host, repository);
  // A new branch brings what the default branch has not.
  const trunk = `refs/heads/${repository.defaultBranch}`;
  const known =
    update.before === ZERO
      ? update.ref !== trunk && (await commitAt(dir, trunk))
      : update.before;
  const range = known ? [update.after, `^${known}`] : [update.after];
  const isBranch = update.ref.startsWith('refs/heads/');
  const commits = isBranch ? await pushedCommits(host, repository, range) : [];
  const home = `${host.publicUrl}/${repository.owner.name}/${repository.name}`;
  const from = known || update.before;
  return {
    ref: update.ref,
    before: update.before,
    after: update.after,
    compare_url: `${home}/compare/${from}...${update.after}`,
    commits,
    total_commits: commits.length,
    head_commit: commits[0] ?? null,
    pusher: userWire(pusher, host.publicUrl),
  };
}

/** Commits as the payload of a push names them, the newest first. */
export async function pushedCommits(
  host: HostContext,
  repository: Repository,
  range: string[],
  limit = MAX_COMMITS,
) {
  const dir = directoryOf(host, repository);
  const home = `${host.publicUrl}/${repository.owner.name}/${repository.name}`;
  const who = async ({ name, email }: Signature) => {
    const account = await host.accounts.findByEmail(email);
    return { name, email, username: account?.name ?? '' };
  };
  const commits = await listCommits(dir, range, { limit });
  return Promise.all(
    commits.map(async commit => {
      const files = await listChanges(dir, { commit });
      const paths = (status: string) =>
        files.filter(file => file.status === status).map(file => file.path);
      return {
        id: commit.sha,
        message: commit.message,
        url: `${home}/commit/${commit.sha}`,
        author: await who(commit.author),
        committer: await who(commit.committer),
        verification: null,
        timestamp: commit.committer.date,
        added: [...paths('added'), ...paths('renamed')],
        removed: [
          ...paths('removed'),
          ...files.flatMap(file => file.previousPath ?? []),
        ],
        modified: paths('modified'),
      };
    }),
  );
}

import { listChanges, listCommits } from '../commands/commits';
import {
  type Account,
  type Hook,
  type RefUpdate,
  type Repository,
  ZERO,
} from '../types';
import { directoryOf, type HostContext } from './HostContext';
import { commitWire, repositoryWire, userWire } from './wire';

/** Gitea says at most this many commits of a push in its payload. */
const MAX_COMMITS = 30;

function wants(hook: Hook, event: string): boolean {
  const asked = event === 'pull_request_sync' ? 'pull_request' : event;
  return (
    hook.active && (hook.events.includes(event) || hook.events.includes(asked))
  );
}

function matches(filter: string, branch: string): boolean {
  if (filter === '' || filter === '*' || filter === '**') return true;
  const pattern = filter
    .split('*')
    .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`).test(branch);
}

/** Queues an event for every hook of the repository that asked for it. */
export async function notifyHooks(
  host: HostContext,
  repository: Repository,
  event: string,
  payload: unknown,
  branch?: string,
): Promise<void> {
  for (const hook of await host.hooks.list(repository)) {
    if (!wants(hook, event)) continue;
    if (branch !== undefined && !matches(hook.branchFilter, branch)) continue;
    await host.hooks.enqueue(hook, event, payload);
  }
  host.sender.wake();
}

/** Tells the hooks of one changed branch or tag: `create`, `delete` and `push`. */
export async function notifyPush(
  host: HostContext,
  repository: Repository,
  pusher: Account,
  update: RefUpdate,
): Promise<void> {
  const { publicUrl } = host;
  const [, kind = '', name = ''] =
    /^refs\/(heads|tags)\/(.*)$/s.exec(update.ref) ?? [];
  if (!kind) return;
  const common = {
    repository: repositoryWire(repository, publicUrl),
    sender: userWire(pusher, publicUrl),
  };
  const refType = kind === 'heads' ? 'branch' : 'tag';
  const branch = kind === 'heads' ? name : undefined;
  if (update.after === ZERO) {
    const gone = { ref: name, ref_type: refType, pusher_type: 'user' };
    await notifyHooks(
      host,
      repository,
      'delete',
      { ...gone, ...common },
      branch,
    );
    return;
  }
  if (update.before === ZERO) {
    const made = { sha: update.after, ref: name, ref_type: refType };
    await notifyHooks(
      host,
      repository,
      'create',
      { ...made, ...common },
      branch,
    );
  }
  const payload = await pushPayload(host, repository, pusher, update);
  await notifyHooks(
    host,
    repository,
    'push',
    { ...payload, ...common },
    branch,
  );
}

/** What a `push` event says beside the repository and the sender. */
export async function pushPayload(
  host: HostContext,
  repository: Repository,
  pusher: Account,
  update: RefUpdate,
) {
  const dir = directoryOf(host, repository);
  const fullName = `${repository.owner.name}/${repository.name}`;
  const api = `${host.publicUrl}/api/v1/repos/${fullName}`;
  const range =
    update.before === ZERO
      ? [update.after]
      : [update.after, `^${update.before}`];
  const isBranch = update.ref.startsWith('refs/heads/');
  const commits = isBranch
    ? await listCommits(dir, range, { limit: MAX_COMMITS })
    : [];
  const said = await Promise.all(
    commits.map(async commit => {
      const files = await listChanges(dir, { commit });
      const paths = (status: string) =>
        files.filter(file => file.status === status).map(file => file.path);
      const author = await host.accounts.findByEmail(commit.author.email);
      return {
        id: commit.sha,
        message: commit.message,
        url: commitWire(commit, api).html_url,
        author: {
          name: commit.author.name,
          email: commit.author.email,
          username: author?.name ?? '',
        },
        committer: {
          name: commit.committer.name,
          email: commit.committer.email,
          username: author?.name ?? '',
        },
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
  return {
    ref: update.ref,
    before: update.before,
    after: update.after,
    compare_url: `${host.publicUrl}/${fullName}/compare/${update.before}...${update.after}`,
    commits: said,
    total_commits: said.length,
    head_commit: said[0] ?? null,
    pusher: userWire(pusher, host.publicUrl),
  };
}

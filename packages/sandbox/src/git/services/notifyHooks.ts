import {
  type Account,
  type Hook,
  type RefUpdate,
  type Repository,
  ZERO,
} from '../types';
import type { HostContext } from './HostContext';
import { pushPayload } from './pushPayload';
import { describeRepository } from './describeRepository';
import { userWire } from './wire';

function wants(hook: Hook, event: string): boolean {
  return hook.active && hook.events.includes(event);
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
    repository: await describeRepository(host, repository, pusher),
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
      {
        ...made,
        ...common,
        // As Gitea has it: nobody's rights.
        repository: await describeRepository(host, repository, 'nobody'),
      },
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

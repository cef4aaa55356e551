import { z } from 'zod';
import { commitAt } from '../commands/refs';
import type { Handler, Request, Route } from '../http/Request';
import { HostError, type HostContext, notFound } from '../services/HostContext';
import { pushedCommits, pushPayload } from '../services/pushPayload';
import { eventsOf } from '../services/hookEvents';
import { describeRepository } from '../services/describeRepository';
import { timeWire, userWire } from '../services/wire';
import type { Hook } from '../types';
import { bodyOf, paged, repositoryOf, requireAccount } from './common';

const config = z.looseObject({
  url: z
    .string()
    .refine(text => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), {
      message: 'Invalid url',
      params: { bare: true },
    })
    .optional(),
  content_type: z.enum(['json', 'form']).optional(),
  secret: z.string().optional(),
});
const creation = z.looseObject({
  type: z.string().refine(type => type === 'gitea' || type === 'gogs', {
    error: ({ input }) => `Invalid hook type: ${input}`,
    params: { bare: true },
  }),
  config,
  events: z.array(z.string()).optional(),
  active: z.boolean().optional(),
  branch_filter: z.string().optional(),
});
const change = creation.partial();

/** Hooks that tell others what happens in a repository. */
export function hookRoutes(host: HostContext): Route[] {
  const at = '/repos/:owner/:repo/hooks';

  const wire = (hook: Hook) => ({
    id: hook.id,
    name: '',
    type: hook.type,
    branch_filter: hook.branchFilter,
    config: { content_type: hook.contentType, url: hook.url },
    events: hook.events,
    authorization_header: '',
    active: hook.active,
    updated_at: timeWire(hook.updatedAt),
    created_at: timeWire(hook.createdAt),
  });

  const hookOf = async (request: Request) => {
    const found = await repositoryOf(host, request, 'admin');
    const id = Number(request.params.id);
    const hook = Number.isSafeInteger(id)
      ? await host.hooks.get(found.repository, id)
      : undefined;
    if (!hook) throw notFound();
    return { ...found, hook };
  };

  const list: Handler = async request => {
    const { repository } = await repositoryOf(host, request, 'admin');
    return paged(request, await host.hooks.list(repository), wire);
  };

  const create: Handler = async request => {
    const { repository } = await repositoryOf(host, request, 'admin');
    const body = await bodyOf(request, creation);
    if (!body.config.url)
      throw new HostError(422, 'Missing config option: url');
    const hook = await host.hooks.save(repository, {
      type: body.type,
      url: body.config.url,
      contentType: body.config.content_type ?? 'json',
      secret: body.config.secret ?? '',
      events: eventsOf(body.events),
      active: body.active ?? false,
      branchFilter: body.branch_filter ?? '',
    });
    return { status: 201, json: wire(hook) };
  };

  const update: Handler = async request => {
    const { repository, hook } = await hookOf(request);
    const body = await bodyOf(request, change);
    const saved = await host.hooks.save(
      repository,
      {
        type: hook.type,
        url: body.config?.url ?? hook.url,
        contentType: body.config?.content_type ?? hook.contentType,
        secret: body.config?.secret ?? hook.secret,
        // Gitea's own way: a change that names no events means pushes.
        events: eventsOf(body.events),
        active: body.active ?? hook.active,
        branchFilter: body.branch_filter ?? hook.branchFilter,
      },
      hook.id,
    );
    return { json: wire(saved) };
  };

  const test: Handler = async request => {
    const { repository, dir, hook } = await hookOf(request);
    const account = requireAccount(request);
    const ref = `refs/heads/${repository.defaultBranch}`;
    const after = await commitAt(dir, ref);
    if (!after) throw new HostError(409, 'Git Repository is empty.');
    const push = { ref, before: after, after };
    const commits = await pushedCommits(host, repository, [after], 1);
    await host.hooks.enqueue(hook, 'push', {
      ...(await pushPayload(host, repository, account, push)),
      commits,
      total_commits: commits.length,
      head_commit: commits[0] ?? null,
      repository: await describeRepository(host, repository, 'nobody'),
      sender: userWire(account, host.publicUrl),
    });
    host.sender.wake();
    return { status: 204 };
  };

  const remove: Handler = async request => {
    const { repository, hook } = await hookOf(request);
    await host.hooks.remove(repository, hook.id);
    return { status: 204 };
  };

  return [
    { method: 'GET', pattern: at, handler: list },
    { method: 'POST', pattern: at, handler: create },
    {
      method: 'GET',
      pattern: `${at}/:id`,
      handler: async request => ({ json: wire((await hookOf(request)).hook) }),
    },
    { method: 'PATCH', pattern: `${at}/:id`, handler: update },
    { method: 'DELETE', pattern: `${at}/:id`, handler: remove },
    { method: 'POST', pattern: `${at}/:id/tests`, handler: test },
  ];
}

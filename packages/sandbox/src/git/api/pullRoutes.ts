import { z } from 'zod';
import {
  listChanges,
  listCommits,
  readDiff,
  readPatch,
} from '../commands/commits';
import { isRefName } from '../commands/names';
import { commitAt } from '../commands/refs';
import type { Handler, Request, Route } from '../http/Request';
import { HostError, type HostContext, notFound } from '../services/HostContext';
import { mergePull, openPull, setPullState } from '../services/pulls';
import { announcePull, describePull, pullState } from '../services/pullState';
import { describeCommits } from '../services/describeCommits';
import { urlPath } from '../services/wire';
import type { Pull } from '../types';
import { bodyOf, paged, repositoryOf, requireAccount } from './common';

const creation = z.looseObject({
  title: z.string().min(1),
  body: z.string().default(''),
  head: z.string().min(1),
  base: z.string().min(1),
});
const edit = z.looseObject({
  title: z.string().min(1).optional(),
  body: z.string().optional(),
  base: z.string().optional(),
  state: z.enum(['open', 'closed']).optional(),
});
const merging = z.looseObject({
  Do: z.enum(
    ['merge', 'rebase', 'rebase-merge', 'squash', 'fast-forward-only'],
    { error: 'In' },
  ),
  MergeTitleField: z.string().optional(),
  MergeMessageField: z.string().optional(),
  head_commit_id: z.string().optional(),
  delete_branch_after_merge: z.boolean().optional(),
});

/** How a list is sorted; Gitea's own order is the youngest first. */
function orderOf(sort: string | null) {
  return (one: Pull, other: Pull): number => {
    if (sort === 'oldest') return one.number - other.number;
    const recent = other.updatedAt.getTime() - one.updatedAt.getTime();
    if (sort === 'recentupdate') return recent || other.number - one.number;
    if (sort === 'leastupdate') return -recent || one.number - other.number;
    return other.number - one.number;
  };
}

/** Pull requests: list, open, change, look into and merge. */
export function pullRoutes(host: HostContext): Route[] {
  const at = '/repos/:owner/:repo/pulls';

  const pullOf = async (request: Request, need: 'read' | 'write' = 'read') => {
    const found = await repositoryOf(host, request, need);
    const [, digits = '', suffix = ''] =
      /^(\d{1,9})(\.diff|\.patch)?$/.exec(request.params.index ?? '') ?? [];
    const pull = digits
      ? await host.pulls.get(found.repository, Number(digits))
      : undefined;
    if (!pull) throw notFound();
    return { ...found, pull, suffix };
  };
  const rangeOf = async (found: Awaited<ReturnType<typeof pullOf>>) => {
    const state = await pullState(host, found.repository, found.pull);
    return { from: state.mergeBase || state.baseSha, to: found.pull.headSha };
  };

  const list: Handler = async request => {
    const { repository } = await repositoryOf(host, request);
    const query = request.url.searchParams;
    const state = query.get('state') ?? 'open';
    const base = query.get('base_branch');
    const known = state === 'open' || state === 'closed' ? state : 'all';
    const pulls = (await host.pulls.list(repository, known)).filter(
      pull => !base || pull.baseBranch === base,
    );
    pulls.sort(orderOf(query.get('sort')));
    const reply = paged(request, pulls, pull => pull);
    const items: unknown[] = [];
    for (const pull of reply.json as typeof pulls) {
      const wire = await describePull(host, repository, pull, request.account);
      // Gitea leaves these out of lists.
      const { additions, deletions, changed_files, ...rest } = wire;
      items.push({
        ...rest,
        assignees: null,
        requested_reviewers: null,
        requested_reviewers_teams: null,
      });
    }
    return { ...reply, json: items };
  };

  const open: Handler = async request => {
    const { repository } = await repositoryOf(host, request);
    const account = requireAccount(request);
    await repositoryOf(host, request, 'write');
    const body = await bodyOf(request, creation);
    const head = body.head.replace(
      new RegExp(`^${repository.owner.name.replace(/\./g, '\\.')}:`, 'i'),
      '',
    );
    if (!isRefName(head) || !isRefName(body.base)) throw notFound();
    const pull = await openPull(host, repository, account, {
      title: body.title,
      body: body.body,
      head,
      base: body.base,
    });
    return {
      status: 201,
      json: await describePull(host, repository, pull, account),
    };
  };

  const get: Handler = async request => {
    const found = await pullOf(request);
    if (found.suffix) {
      return {
        status: 200,
        body: await (found.suffix === '.patch' ? readPatch : readDiff)(
          found.dir,
          await rangeOf(found),
        ),
        headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      };
    }
    const { repository, pull } = found;
    return {
      json: await describePull(host, repository, pull, request.account),
    };
  };

  const change: Handler = async request => {
    const { repository, dir, pull } = await pullOf(request, 'write');
    const account = requireAccount(request);
    const body = await bodyOf(request, edit);
    if (body.base && body.base !== pull.baseBranch) {
      if (
        !isRefName(body.base) ||
        !(await commitAt(dir, `refs/heads/${body.base}`))
      ) {
        throw new HostError(404, `new base '${body.base}' not exist`);
      }
    }
    if (body.title || body.body !== undefined || body.base) {
      const { title, body: text, base: baseBranch } = body;
      await host.pulls.edit(pull, { title, body: text, baseBranch });
      await announcePull(
        host,
        repository,
        pull.number,
        account,
        'edited',
        pull,
      );
    }
    if (body.state && body.state !== pull.state) {
      await setPullState(host, repository, pull, account, body.state);
    }
    const now = (await host.pulls.get(repository, pull.number)) ?? pull;
    return {
      status: 201,
      json: await describePull(host, repository, now, account),
    };
  };

  const commits: Handler = async request => {
    const found = await pullOf(request);
    const { from, to } = await rangeOf(found);
    const all = await listCommits(found.dir, [to, `^${from}`]);
    const wires = await describeCommits(host, found.repository, all);
    return paged(request, wires, wire => wire, true);
  };

  const files: Handler = async request => {
    const found = await pullOf(request);
    const range = await rangeOf(found);
    const { owner, name } = found.repository;
    const page = `${host.publicUrl}/${owner.name}/${name}`;
    const all = await listChanges(found.dir, range);
    return paged(
      request,
      all,
      file => ({
        filename: file.path,
        ...(file.previousPath && { previous_filename: file.previousPath }),
        status:
          { modified: 'changed', removed: 'deleted' }[file.status as string] ??
          file.status,
        additions: file.additions ?? 0,
        deletions: file.deletions ?? 0,
        changes: (file.additions ?? 0) + (file.deletions ?? 0),
        html_url: `${page}/src/commit/${range.to}/${urlPath(file.path)}`,
        contents_url: `${host.publicUrl}/api/v1/repos/${
          owner.name
        }/${name}/contents/${urlPath(file.path)}?ref=${range.to}`,
        raw_url: `${page}/raw/commit/${range.to}/${urlPath(file.path)}`,
      }),
      true,
    );
  };

  const isMerged: Handler = async request => {
    const { pull } = await pullOf(request);
    if (pull.mergedAt) return { status: 204 };
    throw notFound();
  };

  const merge: Handler = async request => {
    const { repository, pull, access } = await pullOf(request);
    requireAccount(request);
    const body = await bodyOf(request, merging);
    if (!access.write) throw new HostError(405, 'User not allowed to merge PR');
    await repositoryOf(host, request, 'write');
    await mergePull(host, repository, pull.number, requireAccount(request), {
      style: body.Do,
      title: body.MergeTitleField,
      message: body.MergeMessageField,
      headSha: body.head_commit_id,
      deleteBranch: body.delete_branch_after_merge,
    });
    return { status: 200 };
  };

  const between: Handler = async request => {
    const { repository } = await repositoryOf(host, request);
    const { index: base = '', head = '' } = request.params;
    const pull = await host.pulls.find(repository, base, head);
    if (!pull) throw notFound();
    return {
      json: await describePull(host, repository, pull, request.account),
    };
  };

  return [
    { method: 'GET', pattern: at, handler: list },
    { method: 'POST', pattern: at, handler: open },
    { method: 'GET', pattern: `${at}/:index`, handler: get },
    { method: 'PATCH', pattern: `${at}/:index`, handler: change },
    { method: 'GET', pattern: `${at}/:index/commits`, handler: commits },
    { method: 'GET', pattern: `${at}/:index/files`, handler: files },
    { method: 'GET', pattern: `${at}/:index/merge`, handler: isMerged },
    { method: 'POST', pattern: `${at}/:index/merge`, handler: merge },
    { method: 'GET', pattern: `${at}/:index/*head`, handler: between },
  ];
}

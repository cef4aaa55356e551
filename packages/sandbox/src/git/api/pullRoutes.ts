import { z } from 'zod';
import { listChanges, listCommits, readDiff } from '../commands/commits';
import { isRefName } from '../commands/names';
import { commitAt } from '../commands/refs';
import type { Handler, Request, Route } from '../http/Request';
import { HostError, type HostContext } from '../services/HostContext';
import { mergePull, openPull, setPullState } from '../services/pulls';
import { announcePull, describePull, pullState } from '../services/pullState';
import { commitWire, urlPath } from '../services/wire';
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
  Do: z.enum(['merge', 'squash', 'rebase']),
  MergeTitleField: z.string().optional(),
  MergeMessageField: z.string().optional(),
  head_commit_id: z.string().optional(),
  delete_branch_after_merge: z.boolean().optional(),
});

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
    if (!pull) throw new HostError(404, "The target couldn't be found.");
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
    if (state !== 'open' && state !== 'closed' && state !== 'all') {
      throw new HostError(422, `[State]: unknown state ${state}`);
    }
    const base = query.get('base_branch');
    const pulls = (await host.pulls.list(repository, state)).filter(
      pull => !base || pull.baseBranch === base,
    );
    const reply = paged(request, pulls, pull => pull);
    const items: unknown[] = [];
    for (const pull of reply.json as typeof pulls) {
      items.push(await describePull(host, repository, pull));
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
    for (const name of [head, body.base]) {
      if (!isRefName(name))
        throw new HostError(404, `There is no branch ${name}`);
    }
    const pull = await openPull(host, repository, account, {
      title: body.title,
      body: body.body,
      head,
      base: body.base,
    });
    return { status: 201, json: await describePull(host, repository, pull) };
  };

  const get: Handler = async request => {
    const found = await pullOf(request);
    if (found.suffix) {
      return {
        status: 200,
        body: await readDiff(found.dir, await rangeOf(found)),
        headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      };
    }
    return { json: await describePull(host, found.repository, found.pull) };
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
        throw new HostError(404, `There is no branch ${body.base}`);
      }
    }
    if (body.title || body.body !== undefined || body.base) {
      const { title, body: text, base: baseBranch } = body;
      await host.pulls.edit(pull, { title, body: text, baseBranch });
      await announcePull(host, repository, pull.number, account, 'edited');
    }
    if (body.state && body.state !== pull.state) {
      await setPullState(host, repository, pull, account, body.state);
    }
    const now = (await host.pulls.get(repository, pull.number)) ?? pull;
    return { status: 201, json: await describePull(host, repository, now) };
  };

  const commits: Handler = async request => {
    const found = await pullOf(request);
    const { from, to } = await rangeOf(found);
    const { owner, name } = found.repository;
    const api = `${host.publicUrl}/api/v1/repos/${owner.name}/${name}`;
    const all = await listCommits(found.dir, [to, `^${from}`]);
    return paged(request, all, commit => commitWire(commit, api));
  };

  const files: Handler = async request => {
    const found = await pullOf(request);
    const range = await rangeOf(found);
    const { owner, name } = found.repository;
    const page = `${host.publicUrl}/${owner.name}/${name}`;
    const all = await listChanges(found.dir, range);
    return paged(request, all, file => ({
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
    }));
  };

  const isMerged: Handler = async request => {
    const { pull } = await pullOf(request);
    if (pull.mergedAt) return { status: 204 };
    throw new HostError(404, 'The pull request is not merged.');
  };

  const merge: Handler = async request => {
    const { repository, pull } = await pullOf(request, 'write');
    const body = await bodyOf(request, merging);
    await mergePull(host, repository, pull.number, requireAccount(request), {
      style: body.Do,
      title: body.MergeTitleField,
      message: body.MergeMessageField,
      headSha: body.head_commit_id,
      deleteBranch: body.delete_branch_after_merge,
    });
    return { status: 200 };
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
  ];
}

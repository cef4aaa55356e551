import {
  countCommits,
  listCommits,
  readCommit,
  readDiff,
  readPatch,
} from '../commands/commits';
import { isObjectId } from '../commands/names';
import { commitAt, mergeBase, resolveCommit, treeAt } from '../commands/refs';
import { listTree, readBlob } from '../commands/trees';
import type { Handler, Route } from '../http/Request';
import { describeCommits } from '../services/describeCommits';
import { HostError, type HostContext, notFound } from '../services/HostContext';
import type { Repository } from '../types';
import { commitOf, pageReply, pagingOf, repositoryOf } from './common';

/** Commits, trees, blobs and comparisons. */
export function historyRoutes(host: HostContext): Route[] {
  const apiOf = (repository: Repository) =>
    `${host.publicUrl}/api/v1/repos/${repository.owner.name}/${repository.name}`;

  const commits: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request);
    const query = request.url.searchParams;
    if (!(await commitAt(dir, 'HEAD')) && !query.get('sha')) {
      throw new HostError(409, 'Git Repository is empty.');
    }
    const sha = await commitOf(
      dir,
      query.get('sha') ?? '',
      repository.defaultBranch,
    );
    const path = query.get('path') ?? undefined;
    const total = await countCommits(dir, [sha], path);
    const list = await listCommits(dir, [sha], { path, ...pagingOf(request) });
    const wants = (what: string) => query.get(what) !== 'false';
    const detailed = wants('stat') || wants('files');
    const items = await describeCommits(host, repository, list, detailed);
    if (!wants('verification')) {
      for (const item of items) item.commit.verification = null;
    }
    const reply = pageReply(request, items, total, true);
    return {
      ...reply,
      headers: { ...reply.headers, 'X-Total': String(total) },
    };
  };

  const commit: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request);
    const [, ref = '', suffix = ''] =
      /^(.*?)(\.diff|\.patch)?$/s.exec(request.params.ref ?? '') ?? [];
    const sha = await resolveCommit(dir, ref);
    if (!sha) throw new HostError(404, `commit doesn't exist: ${ref}`, null);
    const found = await readCommit(dir, sha);
    if (suffix) {
      const read = suffix === '.patch' ? readPatch : readDiff;
      return {
        status: 200,
        body: await read(dir, { commit: found }),
        headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      };
    }
    return { json: (await describeCommits(host, repository, [found]))[0] };
  };

  const tree: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request);
    const ref = request.params.ref ?? '';
    const sha =
      (await resolveCommit(dir, ref)) ??
      (isObjectId(ref) ? await treeAt(dir, ref) : undefined);
    if (!sha) throw new HostError(400, `sha not found [${ref}]`);
    const recursive = request.url.searchParams.get('recursive');
    const entries = await listTree(
      dir,
      sha,
      '',
      recursive === '1' || recursive === 'true',
    );
    const { page } = pagingOf(request);
    const asked = Number(request.url.searchParams.get('per_page'));
    const perPage = asked > 0 ? Math.min(asked, 1000) : 1000;
    const from = (page - 1) * perPage;
    const api = apiOf(repository);
    return {
      headers: {
        'X-Total-Count': String(entries.length),
        'Access-Control-Expose-Headers': 'X-Total-Count',
      },
      json: {
        sha,
        url: `${api}/git/trees/${sha}`,
        tree: entries.slice(from, from + perPage).map(entry => ({
          path: entry.path,
          mode: entry.mode,
          type: entry.type,
          size: entry.size,
          sha: entry.sha,
          url: `${api}/git/${entry.type}s/${entry.sha}`,
        })),
        truncated: from + perPage < entries.length,
        page,
        total_count: entries.length,
      },
    };
  };

  const blob: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request);
    const sha = request.params.sha ?? '';
    if (!isObjectId(sha)) {
      const length = `length ${sha.length} has no matched object format`;
      throw new HostError(400, `${length}: ${sha}`);
    }
    const content = await readBlob(dir, sha);
    if (!content) {
      throw new HostError(
        400,
        `object does not exist [id: ${sha}, rel_path: ]`,
      );
    }
    return {
      json: {
        content: content.toString('base64'),
        encoding: 'base64',
        url: `${apiOf(repository)}/git/blobs/${sha}`,
        sha,
        size: content.length,
      },
    };
  };

  const compare: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request);
    const range = request.params.range ?? '';
    const [, base = '', dots = '', head = ''] = /^(.*?)(\.{2,3})(.*)$/s.exec(
      range,
    ) ?? ['', '', '...', range];
    const [from, to] = await Promise.all(
      [base, head].map(word =>
        resolveCommit(dir, word || repository.defaultBranch),
      ),
    );
    if (!from || !to) throw notFound();
    const start =
      dots === '...' ? (await mergeBase(dir, from, to)) ?? from : from;
    const list = await listCommits(dir, [to, `^${start}`]);
    const items = await describeCommits(host, repository, list);
    return { json: { total_commits: list.length, commits: items } };
  };

  const at = '/repos/:owner/:repo';
  return [
    { method: 'GET', pattern: `${at}/commits`, handler: commits },
    { method: 'GET', pattern: `${at}/git/commits/*ref`, handler: commit },
    { method: 'GET', pattern: `${at}/git/trees/*ref`, handler: tree },
    { method: 'GET', pattern: `${at}/git/blobs/:sha`, handler: blob },
    { method: 'GET', pattern: `${at}/compare/*range`, handler: compare },
  ];
}

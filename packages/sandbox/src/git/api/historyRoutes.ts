import { z } from 'zod';
import {
  countCommits,
  listChanges,
  listCommits,
  readCommit,
} from '../commands/commits';
import { isObjectId, isRefName } from '../commands/names';
import {
  commitAt,
  listRefs,
  mergeBase,
  moveRef,
  type Ref,
} from '../commands/refs';
import { listTree, readBlob } from '../commands/trees';
import type { Handler, Route } from '../http/Request';
import { afterUpdates } from '../services/afterUpdates';
import { HostError, type HostContext } from '../services/HostContext';
import { commitWire } from '../services/wire';
import { type Repository, ZERO } from '../types';
import {
  bodyOf,
  commitOf,
  paged,
  pageReply,
  pagingOf,
  repositoryOf,
  requireAccount,
} from './common';

const newBranch = z.looseObject({
  new_branch_name: z.string().min(1),
  old_branch_name: z.string().optional(),
  old_ref_name: z.string().optional(),
});

/** Branches, tags, commits, trees and comparisons. */
export function historyRoutes(host: HostContext): Route[] {
  const apiOf = (repository: Repository) =>
    `${host.publicUrl}/api/v1/repos/${repository.owner.name}/${repository.name}`;

  const branchWire = async (repository: Repository, dir: string, ref: Ref) => {
    const commit = await readCommit(dir, ref.sha);
    const { url, commit: said } = commitWire(commit, apiOf(repository));
    const author = await host.accounts.findByEmail(commit.author.email);
    const who = (signature: { name: string; email: string }) => ({
      name: signature.name,
      email: signature.email,
      username: author?.name ?? '',
    });
    return {
      name: ref.name,
      commit: {
        id: ref.sha,
        message: commit.message,
        url,
        author: who(commit.author),
        committer: who(commit.committer),
        verification: said.verification,
        timestamp: commit.committer.date,
        added: null,
        removed: null,
        modified: null,
      },
      protected: false,
      required_approvals: 0,
      enable_status_check: false,
      status_check_contexts: [],
      user_can_push: true,
      user_can_merge: true,
      effective_branch_protection_name: '',
    };
  };

  const branches: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request);
    const all = await listRefs(dir, 'heads');
    const { skip, limit } = pagingOf(request);
    const part = all.slice(skip, skip + limit);
    const wires = await Promise.all(
      part.map(ref => branchWire(repository, dir, ref)),
    );
    return pageReply(request, wires, all.length);
  };

  const branch: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request);
    const name = request.params.branch ?? '';
    const sha = isRefName(name)
      ? await commitAt(dir, `refs/heads/${name}`)
      : undefined;
    if (!sha) throw new HostError(404, 'The branch does not exist.');
    const ref = { name, sha, objectSha: sha, subject: '' };
    return { json: await branchWire(repository, dir, ref) };
  };

  const makeBranch: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request, 'write');
    const body = await bodyOf(request, newBranch);
    const name = body.new_branch_name;
    if (!isRefName(name)) throw new HostError(422, `Invalid branch: ${name}`);
    const from = body.old_ref_name || body.old_branch_name || '';
    const after = await commitOf(dir, from, repository.defaultBranch);
    const ref = `refs/heads/${name}`;
    if (!(await moveRef(dir, ref, after, ZERO))) {
      throw new HostError(409, 'The branch already exists.');
    }
    await afterUpdates(host, repository, requireAccount(request), [
      { ref, before: ZERO, after },
    ]);
    const made = { name, sha: after, objectSha: after, subject: '' };
    return { status: 201, json: await branchWire(repository, dir, made) };
  };

  const dropBranch: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request, 'write');
    const name = request.params.branch ?? '';
    const ref = `refs/heads/${name}`;
    const before = isRefName(name) ? await commitAt(dir, ref) : undefined;
    if (!before) throw new HostError(404, 'The branch does not exist.');
    if (name === repository.defaultBranch) {
      throw new HostError(
        403,
        'can not delete default or pull request target branch',
      );
    }
    if (!(await moveRef(dir, ref, ZERO, before))) {
      throw new HostError(409, 'The branch moved meanwhile; try again.');
    }
    await afterUpdates(host, repository, requireAccount(request), [
      { ref, before, after: ZERO },
    ]);
    return { status: 204 };
  };

  const tags: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request);
    const api = apiOf(repository);
    const page = api.replace('/api/v1/repos/', '/');
    return paged(request, await listRefs(dir, 'tags'), tag => ({
      name: tag.name,
      message: tag.objectSha === tag.sha ? '' : tag.subject,
      id: tag.objectSha,
      commit: {
        url: `${api}/git/commits/${tag.sha}`,
        sha: tag.sha,
        created: '0001-01-01T00:00:00Z',
      },
      zipball_url: `${page}/archive/${tag.name}.zip`,
      tarball_url: `${page}/archive/${tag.name}.tar.gz`,
    }));
  };

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
    const detailed =
      query.get('stat') !== 'false' && query.get('files') !== 'false';
    const items: unknown[] = [];
    for (const commit of list) {
      items.push(
        commitWire(commit, apiOf(repository), {
          author: await host.accounts.findByEmail(commit.author.email),
          publicUrl: host.publicUrl,
          files: detailed ? await listChanges(dir, { commit }) : undefined,
        }),
      );
    }
    return pageReply(request, items, total);
  };

  const commit: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request);
    const sha = await commitOf(
      dir,
      request.params.ref || '',
      repository.defaultBranch,
    );
    const found = await readCommit(dir, sha);
    return {
      json: commitWire(found, apiOf(repository), {
        author: await host.accounts.findByEmail(found.author.email),
        publicUrl: host.publicUrl,
        files: await listChanges(dir, { commit: found }),
      }),
    };
  };

  const tree: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request);
    const ref = request.params.ref ?? '';
    const sha = await commitOf(dir, ref, repository.defaultBranch);
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
    const content = isObjectId(sha) ? await readBlob(dir, sha) : undefined;
    if (!content)
      throw new HostError(404, `object does not exist [id: ${sha}]`);
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
    const [, base = '', dots = '', head = ''] =
      /^(.*?)(\.{2,3})(.*)$/s.exec(request.params.range ?? '') ?? [];
    const [from, to] = await Promise.all(
      [base, head].map(word => commitOf(dir, word, repository.defaultBranch)),
    );
    const start =
      dots === '...'
        ? (await mergeBase(dir, from ?? '', to ?? '')) ?? from
        : from;
    const list = await listCommits(dir, [to ?? '', `^${start}`]);
    return {
      json: {
        total_commits: list.length,
        commits: list.map(each => commitWire(each, apiOf(repository))),
      },
    };
  };

  const at = '/repos/:owner/:repo';
  return [
    { method: 'GET', pattern: `${at}/branches`, handler: branches },
    { method: 'POST', pattern: `${at}/branches`, handler: makeBranch },
    { method: 'GET', pattern: `${at}/branches/*branch`, handler: branch },
    {
      method: 'DELETE',
      pattern: `${at}/branches/*branch`,
      handler: dropBranch,
    },
    { method: 'GET', pattern: `${at}/tags`, handler: tags },
    { method: 'GET', pattern: `${at}/commits`, handler: commits },
    { method: 'GET', pattern: `${at}/git/commits/*ref`, handler: commit },
    { method: 'GET', pattern: `${at}/git/trees/*ref`, handler: tree },
    { method: 'GET', pattern: `${at}/git/blobs/:sha`, handler: blob },
    { method: 'GET', pattern: `${at}/compare/*range`, handler: compare },
  ];
}

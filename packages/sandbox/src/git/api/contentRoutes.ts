import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { listCommits, readCommit } from '../commands/commits';
import {
  findEntry,
  listTree,
  readBlob,
  spawnArchive,
  type TreeEntry,
} from '../commands/trees';
import { fileReply } from '../http/fileReply';
import type { Handler, Request, Route } from '../http/Request';
import { HostError, type HostContext } from '../services/HostContext';
import { commitWire, urlPath } from '../services/wire';
import { type ContentChange, writeContents } from '../services/writeContents';
import type { Repository } from '../types';
import { bodyOf, commitOf, repositoryOf, requireAccount } from './common';

const person = z
  .looseObject({ name: z.string().optional(), email: z.string().optional() })
  .optional();
const base64 = z.base64().optional();
const writeFields = {
  branch: z.string().optional(),
  new_branch: z.string().optional(),
  message: z.string().optional(),
  author: person,
  committer: person,
  dates: z
    .looseObject({
      author: z.iso.datetime({ offset: true }).optional(),
      committer: z.iso.datetime({ offset: true }).optional(),
    })
    .optional(),
};
const single = z.looseObject({
  ...writeFields,
  content: base64,
  sha: z.string().optional(),
  from_path: z.string().optional(),
});
const several = z.looseObject({
  ...writeFields,
  files: z
    .array(
      z.looseObject({
        operation: z.enum(['create', 'update', 'upload', 'delete', 'rename']),
        path: z.string().min(1),
        content: base64,
        sha: z.string().optional(),
        from_path: z.string().optional(),
      }),
    )
    .min(1),
});

const decode = (content: string | undefined) =>
  content === undefined ? undefined : Buffer.from(content, 'base64');

function signature(
  who: { name?: string; email?: string } | undefined,
  date: string | undefined,
) {
  return {
    ...(who?.name && { name: who.name }),
    ...(who?.email && { email: who.email }),
    ...(date && { date }),
  };
}

/** Reads, archives and changes of files. */
export function contentRoutes(host: HostContext): Route[] {
  const apiOf = (repository: Repository) =>
    `${host.publicUrl}/api/v1/repos/${repository.owner.name}/${repository.name}`;

  const entryWire = async (
    repository: Repository,
    at: { dir: string; sha: string; ref: string },
    entry: TreeEntry,
    withContent: boolean,
  ) => {
    const api = apiOf(repository);
    const file = entry.type === 'blob';
    const path = urlPath(entry.path);
    const url = `${api}/contents/${path}?ref=${encodeURIComponent(at.ref)}`;
    const page = `${host.publicUrl}/${repository.owner.name}/${repository.name}`;
    const html = `${page}/src/commit/${at.sha}/${path}`;
    const git = `${api}/git/${file ? 'blobs' : 'trees'}/${entry.sha}`;
    const [last] = await listCommits(at.dir, [at.sha], {
      path: entry.path,
      limit: 1,
    });
    const content =
      file && withContent ? await readBlob(at.dir, entry.sha) : undefined;
    const type = { blob: 'file', tree: 'dir', commit: 'submodule' }[entry.type];
    return {
      name: basename(entry.path),
      path: entry.path,
      sha: entry.sha,
      last_commit_sha: last?.sha ?? at.sha,
      last_committer_date: last?.committer.date,
      last_author_date: last?.author.date,
      type: entry.mode === '120000' ? 'symlink' : type,
      size: entry.size,
      encoding: content ? 'base64' : null,
      content: content ? content.toString('base64') : null,
      target:
        entry.mode === '120000' && content ? content.toString('utf8') : null,
      url,
      html_url: html,
      git_url: git,
      download_url: file ? `${page}/raw/commit/${at.sha}/${path}` : null,
      submodule_git_url: null,
      _links: { self: url, git, html },
    };
  };

  const locate = async (request: Request) => {
    const { repository, dir } = await repositoryOf(host, request);
    const ref = request.url.searchParams.get('ref') || repository.defaultBranch;
    const sha = await commitOf(dir, ref, repository.defaultBranch);
    const path = (request.params.path ?? '').replace(/^\/+|\/+$/g, '');
    const entry = path ? await findEntry(dir, sha, path) : undefined;
    if (path && !entry) {
      throw new HostError(
        404,
        `object does not exist [id: , rel_path: ${path}]`,
      );
    }
    return { repository, at: { dir, sha, ref }, path, entry };
  };

  const read: Handler = async request => {
    const { repository, at, path, entry } = await locate(request);
    if (entry && entry.type !== 'tree') {
      return { json: await entryWire(repository, at, entry, true) };
    }
    const entries = await listTree(at.dir, at.sha, path);
    const items: unknown[] = [];
    for (const each of entries) {
      items.push(await entryWire(repository, at, each, false));
    }
    return { json: items };
  };

  const raw: Handler = async request => {
    const { at, entry } = await locate(request);
    const content = entry && (await readBlob(at.dir, entry.sha));
    if (!content) throw new HostError(404, "The target couldn't be found.");
    return fileReply(entry.path, content);
  };

  const write = async (
    request: Request,
    body: z.infer<typeof single>,
    changes: ContentChange[],
    status: number,
  ) => {
    const { repository, dir } = await repositoryOf(host, request, 'write');
    const sha = await writeContents(host, repository, requireAccount(request), {
      changes,
      branch: body.branch,
      newBranch: body.new_branch,
      message: body.message,
      author: signature(body.author, body.dates?.author),
      committer: signature(body.committer, body.dates?.committer),
    });
    const at = {
      dir,
      sha,
      ref: body.new_branch || body.branch || repository.defaultBranch,
    };
    const files = await Promise.all(
      changes.map(async ({ path }) => {
        const entry = await findEntry(dir, sha, path);
        return entry ? entryWire(repository, at, entry, true) : null;
      }),
    );
    const commit = commitWire(await readCommit(dir, sha), apiOf(repository));
    const { verification } = commit.commit;
    return {
      status,
      files,
      commit: { ...commit, ...commit.commit, sha },
      verification,
    };
  };

  const one =
    (operation: ContentChange['operation'], status: number): Handler =>
    async request => {
      await repositoryOf(host, request, 'write');
      const body = await bodyOf(request, single);
      if (operation === 'delete' && !body.sha) {
        throw new HostError(422, '[SHA]: Required');
      }
      const { files, commit, verification } = await write(
        request,
        body,
        [
          {
            operation,
            path: request.params.path ?? '',
            content: decode(body.content),
            sha: body.sha,
            fromPath: body.from_path,
          },
        ],
        status,
      );
      return { status, json: { content: files[0], commit, verification } };
    };

  return [
    { method: 'GET', pattern: '/repos/:owner/:repo/contents', handler: read },
    {
      method: 'GET',
      pattern: '/repos/:owner/:repo/contents/*path',
      handler: read,
    },
    { method: 'GET', pattern: '/repos/:owner/:repo/raw/*path', handler: raw },
    { method: 'GET', pattern: '/repos/:owner/:repo/media/*path', handler: raw },
    {
      method: 'POST',
      pattern: '/repos/:owner/:repo/contents',
      handler: async request => {
        await repositoryOf(host, request, 'write');
        const body = await bodyOf(request, several);
        const changes = body.files.map(file => ({
          operation: file.operation,
          path: file.path,
          content: decode(file.content),
          sha: file.sha,
          fromPath: file.from_path,
        }));
        const { files, commit, verification } = await write(
          request,
          body,
          changes,
          201,
        );
        return { status: 201, json: { files, commit, verification } };
      },
    },
    {
      method: 'POST',
      pattern: '/repos/:owner/:repo/contents/*path',
      handler: one('create', 201),
    },
    {
      method: 'PUT',
      pattern: '/repos/:owner/:repo/contents/*path',
      handler: one('upload', 200),
    },
    {
      method: 'DELETE',
      pattern: '/repos/:owner/:repo/contents/*path',
      handler: one('delete', 200),
    },
    {
      method: 'GET',
      pattern: '/repos/:owner/:repo/archive/*file',
      handler: async request => {
        const { repository, dir } = await repositoryOf(host, request);
        const [, ref = '', format = ''] =
          /^(.+)\.(tar\.gz|zip)$/s.exec(request.params.file ?? '') ?? [];
        if (!ref) throw new HostError(404, 'Unknown archive format');
        const commit = await commitOf(dir, ref, repository.defaultBranch);
        const prefix = repository.name.toLowerCase();
        const child = spawnArchive(dir, {
          commit,
          format: format as 'tar.gz' | 'zip',
          prefix,
        });
        child.stderr.resume();
        request.response.writeHead(200, {
          'Content-Type':
            format === 'zip' ? 'application/zip' : 'application/gzip',
          'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(
            `${prefix}-${ref.replaceAll('/', '-')}.${format}`,
          )}`,
          'X-Content-Type-Options': 'nosniff',
        });
        await pipeline(child.stdout, request.response);
        return undefined;
      },
    },
  ];
}

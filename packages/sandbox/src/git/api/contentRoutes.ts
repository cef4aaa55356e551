import { z } from 'zod';
import { readCommit } from '../commands/commits';
import { findEntry, listTree } from '../commands/trees';
import type { Handler, Request, Route } from '../http/Request';
import { HostError, type HostContext } from '../services/HostContext';
import { commitWire } from '../services/wire';
import { type ContentChange, writeContents } from '../services/writeContents';
import { bodyOf, repositoryOf, requireAccount } from './common';
import { describeEntry, locate } from './contentEntries';

const person = z
  .looseObject({ name: z.string().optional(), email: z.string().optional() })
  .optional();
const base64 = z
  .string()
  .optional()
  .superRefine((text, context) => {
    const at = text?.search(/[^A-Za-z0-9+/=\r\n]/) ?? -1;
    if (at < 0) return;
    const message = `illegal base64 data at input byte ${at}`;
    context.addIssue({ code: 'custom', message, params: { bare: true } });
  });
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

/** Reads and changes of files. */
export function contentRoutes(host: HostContext): Route[] {
  const read: Handler = async request => {
    const { repository, at, path, entry } = await locate(host, request);
    if (path && !entry) {
      throw new HostError(404, 'GetContentsOrList', [
        `object does not exist [id: , rel_path: ${path}]`,
      ]);
    }
    if (entry && entry.type !== 'tree') {
      return { json: await describeEntry(host, repository, at, entry, true) };
    }
    const entries = await listTree(at.dir, at.sha, path);
    const items: unknown[] = [];
    for (const each of entries) {
      items.push(await describeEntry(host, repository, at, each, false));
    }
    return { json: items };
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
      author: signature(body.author ?? body.committer, body.dates?.author),
      committer: signature(
        body.committer ?? body.author,
        body.dates?.committer,
      ),
    });
    const at = {
      dir,
      sha,
      ref: body.new_branch || body.branch || repository.defaultBranch,
      kind: 'branch',
    };
    const files = await Promise.all(
      changes.map(async ({ path }) => {
        const entry = await findEntry(dir, sha, path);
        return entry ? describeEntry(host, repository, at, entry, true) : null;
      }),
    );
    const commit = commitWire(
      await readCommit(dir, sha),
      `${host.publicUrl}/api/v1/repos/${repository.owner.name}/${repository.name}`,
    );
    const { url, html_url, parents } = commit;
    const { author, committer, message, tree, verification } = commit.commit;
    const created = '0001-01-01T00:00:00Z';
    return {
      status,
      files,
      commit: {
        ...{ url, sha, created, html_url, author, committer, parents },
        ...{ message, tree },
      },
      verification,
    };
  };

  /** Gitea has words of its own for who may not write to a branch. */
  const writable = async (request: Request) => {
    const { access } = await repositoryOf(host, request);
    requireAccount(request);
    if (access.write) return repositoryOf(host, request, 'write');
    throw new HostError(
      403,
      'user should have a permission to write to the target branch',
    );
  };

  const one =
    (operation: ContentChange['operation'], status: number): Handler =>
    async request => {
      await writable(request);
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
    {
      method: 'POST',
      pattern: '/repos/:owner/:repo/contents',
      handler: async request => {
        await writable(request);
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
      handler: one('update', 200),
    },
    {
      method: 'DELETE',
      pattern: '/repos/:owner/:repo/contents/*path',
      handler: one('delete', 200),
    },
  ];
}

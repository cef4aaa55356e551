import { pipeline } from 'node:stream/promises';
import { listCommits } from '../commands/commits';
import { resolveCommit } from '../commands/refs';
import { readBlob, spawnArchive } from '../commands/trees';
import { disposition, fileReply } from '../http/fileReply';
import type { Handler, Route } from '../http/Request';
import { HostError, type HostContext, notFound } from '../services/HostContext';
import { repositoryOf } from './common';
import { locate } from './contentEntries';

/** Files as they are, and whole commits packed. */
export function rawRoutes(host: HostContext): Route[] {
  const raw: Handler = async request => {
    const { at, entry } = await locate(host, request);
    const content = entry && (await readBlob(at.dir, entry.sha));
    if (!content) throw notFound();
    const [last] = await listCommits(at.dir, [at.sha], {
      path: entry.path,
      limit: 1,
    });
    return fileReply(request, entry.path, content, {
      etag: entry.sha,
      date: last?.committer.date,
    });
  };

  // What is kept in git itself comes as from `raw`, but for the name to save it by.
  const media: Handler = async request => {
    const reply = await raw(request);
    if (!reply?.headers) return reply;
    const { 'Content-Disposition': _, ...headers } = reply.headers;
    return { ...reply, headers };
  };

  const archive: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request);
    const asked = request.params.file ?? '';
    const [, ref = '', format = ''] =
      /^(.+)\.(tar\.gz|zip)$/s.exec(asked) ?? [];
    if (!ref) throw new HostError(400, `unknown format: ${asked}`);
    const commit = await resolveCommit(dir, ref);
    if (!commit) {
      throw new HostError(404, `unrecognized repository reference: ${ref}`);
    }
    const prefix = repository.name.toLowerCase();
    const child = spawnArchive(dir, {
      commit,
      format: format as 'tar.gz' | 'zip',
      prefix,
    });
    child.stderr.resume();
    request.response.writeHead(200, {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': disposition(
        'attachment',
        `${repository.name}-${ref.replaceAll('/', '-')}.${format}`,
      ),
      'Access-Control-Expose-Headers': 'Content-Disposition',
      Link: `<${host.publicUrl}/api/v1/repos/${repository.owner.name}/${repository.name}/archive/${commit}.${format}?rev=${commit}>; rel="immutable"`,
      'X-Content-Type-Options': 'nosniff',
    });
    await pipeline(child.stdout, request.response);
    return undefined;
  };

  const at = '/repos/:owner/:repo';
  return [
    { method: 'GET', pattern: `${at}/raw/*path`, handler: raw },
    { method: 'GET', pattern: `${at}/media/*path`, handler: media },
    { method: 'GET', pattern: `${at}/archive/*file`, handler: archive },
  ];
}

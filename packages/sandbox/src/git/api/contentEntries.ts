import { basename } from 'node:path';
import { listCommits } from '../commands/commits';
import { isRefName } from '../commands/names';
import { commitAt } from '../commands/refs';
import { findEntry, readBlob, type TreeEntry } from '../commands/trees';
import type { Request } from '../http/Request';
import type { HostContext } from '../services/HostContext';
import { urlPath } from '../services/wire';
import type { Repository } from '../types';
import { commitOf, repositoryOf } from './common';

/** Whether a word means a branch, a tag or a commit, as addresses say it. */
async function kindOf(dir: string, ref: string): Promise<string> {
  if (!isRefName(ref)) return 'commit';
  if (await commitAt(dir, `refs/heads/${ref}`)) return 'branch';
  return (await commitAt(dir, `refs/tags/${ref}`)) ? 'tag' : 'commit';
}

/** A commit, and by which word it was asked for. */
export interface Place {
  dir: string;
  sha: string;
  ref: string;
  kind: string;
}

/** A file or folder as Gitea's `ContentsResponse`. */
export async function describeEntry(
  host: HostContext,
  repository: Repository,
  at: Place,
  entry: TreeEntry,
  withContent: boolean,
) {
  const { owner, name } = repository;
  const api = `${host.publicUrl}/api/v1/repos/${owner.name}/${name}`;
  const file = entry.type === 'blob';
  const path = urlPath(entry.path);
  const url = `${api}/contents/${path}?ref=${encodeURIComponent(at.ref)}`;
  const page = `${host.publicUrl}/${repository.owner.name}/${repository.name}`;
  const place = `${at.kind}/${urlPath(at.ref)}/${path}`;
  const html = `${page}/src/${place}`;
  // Of folders, too, as Gitea says it.
  const git = `${api}/git/blobs/${entry.sha}`;
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
    download_url: file ? `${page}/raw/${place}` : null,
    submodule_git_url: null,
    _links: { self: url, git, html },
  };
}

/**
 * What a request's `ref` and path mean; without an entry, the path is empty or
 * there is nothing.
 *
 * @throws HostError 404 for a repository or a `ref` that is not there
 */
export async function locate(host: HostContext, request: Request) {
  const { repository, dir } = await repositoryOf(host, request);
  const ref = request.url.searchParams.get('ref') || repository.defaultBranch;
  const sha = await commitOf(dir, ref, repository.defaultBranch);
  const path = (request.params.path ?? '').replace(/^\/+|\/+$/g, '');
  const entry = path ? await findEntry(dir, sha, path) : undefined;
  const kind = await kindOf(dir, ref);
  return { repository, at: { dir, sha, ref, kind }, path, entry };
}

import { type Html, html } from '../../identity/pages/html';
import { listCommits, readCommit, readDiff } from '../commands/commits';
import { commitAt, listRefs, resolveCommit } from '../commands/refs';
import { findEntry, listTree, readBlob } from '../commands/trees';
import { fileReply } from '../http/fileReply';
import type { Handler, Request, Reply, Route } from '../http/Request';
import { accessTo, HostError, type HostContext } from '../services/HostContext';
import { requireRepository } from '../services/repositories';
import { urlPath } from '../services/wire';
import type { Repository } from '../types';
import { type DocumentPlace, markdownBlock } from './markdown';
import { diffBlock, page } from './page';
import { sessionOf } from './sessions';

/** The longest file that is shown as text. */
const MAX_SHOWN = 1024 * 1024;

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

function readmeBlock(path: string, text: string, place: DocumentPlace): Html {
  return /\.(md|markdown)$/i.test(path)
    ? markdownBlock(text, place)
    : html`<pre class="text" tabindex="0">${text}</pre>`;
}

/** Where a repository's pages are. */
export const homeOf = (repository: Repository) =>
  `/${repository.owner.name}/${repository.name}`;

/** The links over every page of a repository. */
export function repositoryHead(repository: Repository): Html {
  const home = homeOf(repository);
  return html`<p class="second">
      <a href="/${repository.owner.name}">${repository.owner.name}</a> /
      <a href="${home}">${repository.name}</a>
    </p>
    <nav aria-label="Repository">
      <ul>
        <li><a href="${home}">Files</a></li>
        <li>
          <a href="${home}/commits/branch/${urlPath(repository.defaultBranch)}"
            >Commits</a
          >
        </li>
        <li><a href="${home}/pulls">Pull requests</a></li>
      </ul>
    </nav>`;
}

/** The repository in a page's path, for whoever is signed in to the pages. */
export async function openPage(host: HostContext, request: Request) {
  const session = await sessionOf(host, request);
  const { owner = '', repo = '' } = request.params;
  const account = session?.account ?? request.account;
  const found = await requireRepository(host, account, owner, repo);
  const path = request.url.pathname;
  return { ...found, session, path };
}

/** Pages of owners, repositories, files and commits. */
export function repositoryPages(host: HostContext): Route[] {
  const list = async (request: Request, name?: string): Promise<Reply> => {
    const session = await sessionOf(host, request);
    const owner = name ? await host.accounts.find(name) : undefined;
    if (name && !owner)
      throw new HostError(404, 'There is nobody of that name here.');
    const all = await host.repositories.list({ owner });
    const visible: Repository[] = [];
    for (const each of all) {
      if ((await accessTo(host, session?.account, each)).read)
        visible.push(each);
    }
    const title = owner ? owner.fullName || owner.name : 'Repositories';
    const body = html`<h1>${title}</h1>
      ${visible.length === 0
        ? html`<p>There is no repository here yet.</p>`
        : html`<ul class="list">
            ${visible.map(
              each => html`<li>
                <a href="${homeOf(each)}">${each.owner.name}/${each.name}</a>
                <span class="second">${each.description}</span>
              </li>`,
            )}
          </ul>`}`;
    return page({ title, session, body, path: request.url.pathname });
  };

  /** Finds where a word with slashes ends and the path begins. */
  const split = async (dir: string, kind: string, rest: string) => {
    const parts = rest.replace(/\/+$/, '').split('/');
    for (let length = parts.length; length > 0; length--) {
      const ref = parts.slice(0, length).join('/');
      const sha = await resolveCommit(dir, ref);
      if (sha) return { ref, sha, kind, path: parts.slice(length).join('/') };
    }
    throw new HostError(404, 'There is no such branch, tag or commit.');
  };

  const folder = async (
    opened: Awaited<ReturnType<typeof openPage>>,
    at: { kind: string; ref: string; sha: string; path: string },
  ): Promise<Reply> => {
    const { repository, dir, session, path } = opened;
    const home = homeOf(repository);
    const entries = await listTree(dir, at.sha, at.path);
    const src = `${home}/src/${at.kind}/${urlPath(at.ref)}`;
    const readme = entries.find(
      entry =>
        entry.type === 'blob' && /^readme(\.\w+)?$/i.test(nameOf(entry.path)),
    );
    const text = readme && (await readBlob(dir, readme.sha));
    const branches = await listRefs(dir, 'heads');
    const title = `${repository.owner.name}/${repository.name}`;
    const body = html`${repositoryHead(repository)}
      <h1>${at.path || repository.name}</h1>
      <p>${at.path ? '' : repository.description}</p>
      <p class="second">${at.ref} at ${at.sha.slice(0, 10)}</p>
      <ul class="list">
        ${entries.map(
          entry => html`<li>
            <a href="${src}/${urlPath(entry.path)}"
              >${nameOf(entry.path)}${entry.type === 'tree' ? '/' : ''}</a
            >
          </li>`,
        )}
      </ul>
      ${text
        ? html`<h2>${nameOf(readme.path)}</h2>
            ${readmeBlock(readme.path, text.toString('utf8'), {
              src,
              raw: `${home}/raw/${at.kind}/${urlPath(at.ref)}`,
              folder: at.path,
            })}`
        : undefined}
      <h2>Branches</h2>
      <ul class="list">
        ${branches.map(
          each => html`<li>
            <a href="${home}/src/branch/${urlPath(each.name)}">${each.name}</a>
            <span class="second">${each.subject}</span>
          </li>`,
        )}
      </ul>
      <h2>Clone</h2>
      <pre tabindex="0">git clone ${host.publicUrl}${home}.git</pre>`;
    return page({ title, session, body, path });
  };

  const home: Handler = async request => {
    const opened = await openPage(host, request);
    const { repository, dir, session, path } = opened;
    const ref = repository.defaultBranch;
    const sha = await commitAt(dir, `refs/heads/${ref}`);
    if (sha) return folder(opened, { kind: 'branch', ref, sha, path: '' });
    const body = html`${repositoryHead(repository)}
      <h1>${repository.name}</h1>
      <p>This repository is empty. Push a first commit to it:</p>
      <pre tabindex="0">
git push ${host.publicUrl}${homeOf(repository)}.git HEAD:${ref}</pre
      >`;
    return page({ title: repository.name, session, body, path });
  };

  const source: Handler = async request => {
    const opened = await openPage(host, request);
    const { repository, dir, session, path } = opened;
    const { kind = '', rest = '' } = request.params;
    const at = await split(dir, kind, rest);
    const entry = at.path ? await findEntry(dir, at.sha, at.path) : undefined;
    if (!at.path || entry?.type === 'tree') return folder(opened, at);
    const content = entry && (await readBlob(dir, entry.sha));
    if (!content) throw new HostError(404, 'There is no such file.');
    const raw = `${homeOf(repository)}/raw/commit/${at.sha}/${urlPath(
      at.path,
    )}`;
    const shown = content.includes(0) || content.length > MAX_SHOWN;
    const lines = content.toString('utf8').replace(/\n$/, '').split('\n');
    const body = html`${repositoryHead(repository)}
      <h1>${at.path}</h1>
      <p class="second">
        ${at.ref} at ${at.sha.slice(0, 10)} · ${String(content.length)} bytes ·
        <a href="${raw}">Raw</a>
      </p>
      ${shown
        ? html`<p>This file is not shown as text.</p>`
        : html`<table class="code" tabindex="0" aria-label="Lines of the file">
            ${lines.map((line, index) => {
              const id = `L${index + 1}`;
              return html`<tr id="${id}">
                <td class="number">
                  <a href="#${id}">${String(index + 1)}</a>
                </td>
                <td>${line}</td>
              </tr>`;
            })}
          </table>`}`;
    return page({ title: at.path, session, body, path });
  };

  const raw: Handler = async request => {
    const { dir } = await openPage(host, request);
    const { kind = '', rest = '' } = request.params;
    const at = await split(dir, kind, rest);
    const entry = at.path ? await findEntry(dir, at.sha, at.path) : undefined;
    const content = entry && (await readBlob(dir, entry.sha));
    if (!content) throw new HostError(404, 'There is no such file.');
    return fileReply(request, at.path, content, {
      etag: entry.sha,
      date: undefined,
    });
  };

  const edit: Handler = async request => {
    const { owner = '', repo = '', rest = '' } = request.params;
    const Location = `/${urlPath(owner)}/${urlPath(repo)}/src/branch/${urlPath(
      rest,
    )}`;
    return { status: 303, headers: { Location } };
  };

  const commits: Handler = async request => {
    const { repository, dir, session, path } = await openPage(host, request);
    const { kind = '', rest = '' } = request.params;
    const at = await split(dir, kind, rest);
    const found = await listCommits(dir, [at.sha], {
      path: at.path,
      limit: 100,
    });
    const body = html`${repositoryHead(repository)}
      <h1>Commits of ${at.ref}</h1>
      ${commitList(repository, found)}`;
    return page({ title: `Commits of ${at.ref}`, session, body, path });
  };

  const commit: Handler = async request => {
    const { repository, dir, session, path } = await openPage(host, request);
    const sha = await resolveCommit(dir, request.params.sha ?? '');
    if (!sha) throw new HostError(404, 'There is no such commit.');
    const found = await readCommit(dir, sha);
    const diff = await readDiff(dir, { commit: found });
    const [title = ''] = found.message.split('\n');
    const body = html`${repositoryHead(repository)}
      <h1>${title}</h1>
      <p class="second">
        ${found.author.name}, ${found.author.date} · <code>${sha}</code>
      </p>
      <pre class="text" tabindex="0">${found.message.trimEnd()}</pre>
      <h2>Changes</h2>
      ${diffBlock(diff.toString('utf8'))}`;
    return page({ title, session, body, path });
  };

  const at = '/:owner/:repo';
  return [
    { method: 'GET', pattern: '/', handler: request => list(request) },
    {
      method: 'GET',
      pattern: '/:owner',
      handler: request => list(request, request.params.owner),
    },
    { method: 'GET', pattern: at, handler: home },
    { method: 'GET', pattern: `${at}/src/:kind/*rest`, handler: source },
    { method: 'GET', pattern: `${at}/raw/:kind/*rest`, handler: raw },
    // Where Backstage leads to for an edit: files are changed by a push here.
    { method: 'GET', pattern: `${at}/_edit/*rest`, handler: edit },
    { method: 'GET', pattern: `${at}/commits/:kind/*rest`, handler: commits },
    { method: 'GET', pattern: `${at}/commit/:sha`, handler: commit },
  ];
}

/** Commits as a list of links. */
export function commitList(
  repository: Repository,
  commits: Awaited<ReturnType<typeof listCommits>>,
): Html {
  return html`<ul class="list">
    ${commits.map(
      commit => html`<li>
        <a href="${homeOf(repository)}/commit/${commit.sha}"
          ><code>${commit.sha.slice(0, 10)}</code></a
        >
        <span>${commit.message.split('\n')[0]}</span>
        <span class="second">${commit.author.name}, ${commit.author.date}</span>
      </li>`,
    )}
  </ul>`;
}

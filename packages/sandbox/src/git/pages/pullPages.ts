import { type Html, html } from '../../identity/pages/html';
import { listCommits, readDiff, readPatch } from '../commands/commits';
import type { Handler, Request, Reply, Route } from '../http/Request';
import { HostError, type HostContext } from '../services/HostContext';
import { mergePull, setPullState } from '../services/pulls';
import { pullState } from '../services/pullState';
import { requireRepository } from '../services/repositories';
import { urlPath } from '../services/wire';
import type { Pull, Repository } from '../types';
import { markdownBlock } from './markdown';
import { diffBlock, page } from './page';
import {
  commitList,
  homeOf,
  openPage,
  repositoryHead,
} from './repositoryPages';
import { signedForm } from './sessions';

const stateOf = (pull: Pull) => (pull.mergedAt ? 'merged' : pull.state);

function stateLabel(pull: Pull): Html {
  const state = stateOf(pull);
  const words = { open: 'Open', closed: 'Closed', merged: 'Merged' };
  return html`<span class="state ${state}">${words[state]}</span>`;
}

/** Pages of pull requests: the list, and one with what to do about it. */
export function pullPages(host: HostContext): Route[] {
  const pullOf = async (request: Request, repository: Repository) => {
    const index = request.params.index ?? '';
    const pull = /^\d{1,9}$/.test(index)
      ? await host.pulls.get(repository, Number(index))
      : undefined;
    if (!pull) throw new HostError(404, 'There is no such pull request.');
    return pull;
  };

  const list: Handler = async request => {
    const { repository, session, path } = await openPage(host, request);
    const pulls = await host.pulls.list(repository, 'all');
    const body = html`${repositoryHead(repository)}
      <h1>Pull requests</h1>
      ${pulls.length === 0
        ? html`<p>There is no pull request yet.</p>`
        : html`<ul class="list">
            ${pulls.map(
              pull => html`<li>
                ${stateLabel(pull)}
                <a href="${homeOf(repository)}/pulls/${String(pull.number)}"
                  >#${String(pull.number)} ${pull.title}</a
                >
                <span class="second"
                  >${pull.headBranch} into ${pull.baseBranch}, by
                  ${pull.poster.fullName}</span
                >
              </li>`,
            )}
          </ul>`}`;
    return page({ title: 'Pull requests', session, body, path });
  };

  const show = async (
    request: Request,
    problem?: { status: number; message: string },
  ): Promise<Reply> => {
    const opened = await openPage(host, request);
    const { repository, dir, session, access } = opened;
    const pull = await pullOf(request, repository);
    const state = await pullState(host, repository, pull);
    const from = state.mergeBase || state.baseSha;
    const [commits, diff] = await Promise.all([
      listCommits(dir, [pull.headSha, `^${from}`]),
      readDiff(dir, { from, to: pull.headSha }),
    ]);
    const here = `${homeOf(repository)}/pulls/${pull.number}`;
    const action = (name: string, label: string, main = false) => html`<form
      method="post"
      action="${here}/${name}"
    >
      <input type="hidden" name="csrf" value="${session?.csrf ?? ''}" />
      <input type="hidden" name="head" value="${pull.headSha}" />
      <button type="submit" class="${main ? 'main' : 'plain'}">${label}</button>
    </form>`;
    let actions: Html[] = [];
    if (session && access.write && pull.state === 'open') {
      actions = [
        ...(state.mergeable ? [action('merge', 'Merge', true)] : []),
        action('close', 'Close'),
      ];
    } else if (session && access.write && !pull.mergedAt) {
      actions = [action('reopen', 'Reopen')];
    }
    const conflict =
      pull.state === 'open' && !state.mergeable
        ? `${pull.headBranch} and ${pull.baseBranch} change the same lines. Bring ${pull.baseBranch} into the branch, then merge.`
        : undefined;
    const notice = problem?.message ?? conflict;
    const title = `${pull.title} (#${pull.number})`;
    const body = html`${repositoryHead(repository)}
      <h1>${title}</h1>
      <p>
        ${stateLabel(pull)} ${pull.poster.fullName} wants to merge
        <code>${pull.headBranch}</code> into <code>${pull.baseBranch}</code>.
        ${pull.mergedBy ? `Merged by ${pull.mergedBy.fullName}.` : ''}
      </p>
      ${notice
        ? html`<p class="notice" role="status">${notice}</p>`
        : undefined}
      ${pull.body
        ? markdownBlock(pull.body, {
            src: `${homeOf(repository)}/src/branch/${urlPath(pull.baseBranch)}`,
            raw: `${homeOf(repository)}/raw/branch/${urlPath(pull.baseBranch)}`,
            folder: '',
          })
        : undefined}
      <div class="actions">${actions}</div>
      <h2>Commits</h2>
      ${commitList(repository, commits)}
      <h2>Changes</h2>
      ${diffBlock(diff.toString('utf8'))}`;
    const status = problem?.status;
    return page({ title, session, body, path: here, status });
  };

  const act =
    (what: 'merge' | 'close' | 'reopen'): Handler =>
    async request => {
      const { session, form } = await signedForm(host, request);
      const { owner = '', repo = '' } = request.params;
      const { account } = session;
      const { repository } = await requireRepository(
        host,
        account,
        owner,
        repo,
        'write',
      );
      const pull = await pullOf(request, repository);
      try {
        if (what === 'merge') {
          // What was read is what is merged: a newer head asks for another look.
          await mergePull(host, repository, pull.number, account, {
            style: 'merge',
            headSha: form.get('head') ?? '',
          });
        } else {
          const state = what === 'close' ? 'closed' : 'open';
          await setPullState(host, repository, pull, account, state);
        }
      } catch (error) {
        if (error instanceof HostError) return show(request, error);
        throw error;
      }
      const Location = `${homeOf(repository)}/pulls/${pull.number}`;
      return { status: 303, headers: { Location } };
    };

  const diff: Handler = async request => {
    const { repository, dir } = await openPage(host, request);
    const [, index = '', suffix = ''] =
      /^(\d+)\.(diff|patch)$/.exec(request.params.file ?? '') ?? [];
    request.params.index = index;
    const pull = await pullOf(request, repository);
    const state = await pullState(host, repository, pull);
    return {
      status: 200,
      body: await (suffix === 'patch' ? readPatch : readDiff)(dir, {
        from: state.mergeBase || state.baseSha,
        to: pull.headSha,
      }),
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    };
  };

  const at = '/:owner/:repo/pulls';
  return [
    { method: 'GET', pattern: at, handler: list },
    {
      method: 'GET',
      pattern: `${at}/:file`,
      handler: request => {
        if (/\.(diff|patch)$/.test(request.params.file ?? ''))
          return diff(request);
        request.params.index = request.params.file ?? '';
        return show(request);
      },
    },
    { method: 'POST', pattern: `${at}/:index/merge`, handler: act('merge') },
    { method: 'POST', pattern: `${at}/:index/close`, handler: act('close') },
    { method: 'POST', pattern: `${at}/:index/reopen`, handler: act('reopen') },
  ];
}

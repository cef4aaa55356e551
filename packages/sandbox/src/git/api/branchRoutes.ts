import { z } from 'zod';
import { readCommit, type Signature } from '../commands/commits';
import { isRefName } from '../commands/names';
import { commitAt, listRefs, moveRef, type Ref } from '../commands/refs';
import type { Handler, Route } from '../http/Request';
import { afterUpdates } from '../services/afterUpdates';
import { HostError, type HostContext, notFound } from '../services/HostContext';
import { commitWire } from '../services/wire';
import { type Repository, ZERO } from '../types';
import {
  bodyOf,
  commitOf,
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

/** Branches of a repository. */
export function branchRoutes(host: HostContext): Route[] {
  const apiOf = (repository: Repository) =>
    `${host.publicUrl}/api/v1/repos/${repository.owner.name}/${repository.name}`;

  const branchWire = async (repository: Repository, dir: string, ref: Ref) => {
    const commit = await readCommit(dir, ref.sha);
    const { html_url, commit: said } = commitWire(commit, apiOf(repository));
    const who = async ({ name, email }: Signature) => {
      const account = await host.accounts.findByEmail(email);
      return { name, email, username: account?.name ?? '' };
    };
    return {
      name: ref.name,
      commit: {
        id: ref.sha,
        message: commit.message,
        url: html_url,
        author: await who(commit.author),
        committer: await who(commit.committer),
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
    if (!sha) throw notFound();
    const ref = { name, sha, objectSha: sha, subject: '', date: '' };
    return { json: await branchWire(repository, dir, ref) };
  };

  const makeBranch: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request, 'write');
    const body = await bodyOf(request, newBranch);
    const name = body.new_branch_name;
    if (!isRefName(name)) throw new HostError(422, '[BranchName]: GitRefName');
    const from = body.old_ref_name || body.old_branch_name || '';
    const after = await commitOf(dir, from, repository.defaultBranch);
    const ref = `refs/heads/${name}`;
    if (!(await moveRef(dir, ref, after, ZERO))) {
      throw new HostError(409, 'The branch already exists.');
    }
    await afterUpdates(host, repository, requireAccount(request), [
      { ref, before: ZERO, after },
    ]);
    const made = { name, sha: after, objectSha: after, subject: '', date: '' };
    return { status: 201, json: await branchWire(repository, dir, made) };
  };

  const dropBranch: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request, 'write');
    const name = request.params.branch ?? '';
    const ref = `refs/heads/${name}`;
    const before = isRefName(name) ? await commitAt(dir, ref) : undefined;
    if (!before) throw notFound(`branch does not exist [name: ${name}]`);
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

  const at = '/repos/:owner/:repo/branches';
  return [
    { method: 'GET', pattern: at, handler: branches },
    { method: 'POST', pattern: at, handler: makeBranch },
    { method: 'GET', pattern: `${at}/*branch`, handler: branch },
    { method: 'DELETE', pattern: `${at}/*branch`, handler: dropBranch },
  ];
}

import { z } from 'zod';
import { isRefName } from '../commands/names';
import { commitAt, setHead } from '../commands/refs';
import type { Request, Route } from '../http/Request';
import {
  accessTo,
  directoryOf,
  HostError,
  type HostContext,
} from '../services/HostContext';
import { createRepository, deleteRepository } from '../services/repositories';
import { orgWire, repositoryWire, userWire } from '../services/wire';
import type { Account, Repository } from '../types';
import { bodyOf, paged, repositoryOf, requireAccount } from './common';

const creation = z.looseObject({
  name: z.string().min(1),
  description: z.string().optional(),
  private: z.boolean().optional(),
  default_branch: z.string().optional(),
  auto_init: z.boolean().optional(),
});

const change = z.looseObject({
  description: z.string().optional(),
  private: z.boolean().optional(),
  default_branch: z.string().optional(),
  archived: z.boolean().optional(),
});

/** Version, people, organisations and repositories. */
export function repositoryRoutes(host: HostContext): Route[] {
  const { publicUrl } = host;
  const answer = async (repository: Repository, account?: Account) => {
    const dir = directoryOf(host, repository);
    return repositoryWire(repository, publicUrl, {
      access: await accessTo(host, account, repository),
      empty: !(await commitAt(dir, 'HEAD')),
      openPulls: (await host.pulls.list(repository, 'open')).length,
    });
  };
  const owner = async (request: Request, kind?: 'org' | 'user') => {
    const found = await host.accounts.find(request.params.owner ?? '');
    if (!found || (kind && found.kind !== kind)) {
      throw new HostError(404, "The target couldn't be found.");
    }
    return found;
  };
  const visible = async (
    request: Request,
    filter: { owner?: Account; word?: string },
  ) => {
    const all = await host.repositories.list(filter);
    const access = await Promise.all(
      all.map(each => accessTo(host, request.account, each)),
    );
    return all.flatMap((repository, index) =>
      access[index]?.read ? [{ repository, access: access[index] }] : [],
    );
  };
  const list = async (request: Request, of: Account) =>
    paged(request, await visible(request, { owner: of }), each =>
      repositoryWire(each.repository, publicUrl, { access: each.access }),
    );
  const create = async (request: Request, into: Account) => {
    const account = requireAccount(request);
    const body = await bodyOf(request, creation);
    const made = await createRepository(host, account, into, {
      name: body.name,
      description: body.description,
      isPrivate: body.private,
      defaultBranch: body.default_branch,
      autoInit: body.auto_init,
    });
    return { status: 201, json: await answer(made, account) };
  };
  return [
    {
      method: 'GET',
      pattern: '/version',
      handler: async () => ({ json: { version: '1.26.4' } }),
    },
    {
      method: 'GET',
      pattern: '/user',
      handler: async request => ({
        json: userWire(requireAccount(request), publicUrl),
      }),
    },
    {
      method: 'GET',
      pattern: '/user/repos',
      handler: request => list(request, requireAccount(request)),
    },
    {
      method: 'POST',
      pattern: '/user/repos',
      handler: request => create(request, requireAccount(request)),
    },
    {
      method: 'GET',
      pattern: '/users/:owner',
      handler: async request => ({
        json: userWire(await owner(request, 'user'), publicUrl),
      }),
    },
    {
      method: 'GET',
      pattern: '/users/:owner/repos',
      handler: async request => list(request, await owner(request)),
    },
    {
      method: 'GET',
      pattern: '/orgs',
      handler: async request =>
        paged(request, await host.accounts.listOrgs(), orgWire),
    },
    {
      method: 'GET',
      pattern: '/orgs/:owner',
      handler: async request => ({
        json: orgWire(await owner(request, 'org')),
      }),
    },
    {
      method: 'GET',
      pattern: '/orgs/:owner/repos',
      handler: async request => list(request, await owner(request, 'org')),
    },
    {
      method: 'POST',
      pattern: '/orgs/:owner/repos',
      handler: async request => create(request, await owner(request, 'org')),
    },
    {
      method: 'GET',
      pattern: '/repos/search',
      handler: async request => {
        const word = request.url.searchParams.get('q') ?? undefined;
        const { json, headers } = paged(
          request,
          await visible(request, { word }),
          each =>
            repositoryWire(each.repository, publicUrl, { access: each.access }),
        );
        return { json: { ok: true, data: json }, headers };
      },
    },
    {
      method: 'GET',
      pattern: '/repos/:owner/:repo',
      handler: async request => {
        const { repository } = await repositoryOf(host, request);
        return { json: await answer(repository, request.account) };
      },
    },
    {
      method: 'PATCH',
      pattern: '/repos/:owner/:repo',
      handler: async request => {
        const { repository, dir } = await repositoryOf(host, request, 'admin');
        const body = await bodyOf(request, change);
        const branch = body.default_branch ?? repository.defaultBranch;
        if (branch !== repository.defaultBranch) {
          if (
            !isRefName(branch) ||
            !(await commitAt(dir, `refs/heads/${branch}`))
          ) {
            throw new HostError(404, `branch does not exist [name: ${branch}]`);
          }
          await setHead(dir, branch);
        }
        const changed = {
          ...repository,
          description: body.description ?? repository.description,
          isPrivate: body.private ?? repository.isPrivate,
          archived: body.archived ?? repository.archived,
          defaultBranch: branch,
        };
        await host.repositories.update(repository.id, changed);
        return { json: await answer(changed, request.account) };
      },
    },
    {
      method: 'DELETE',
      pattern: '/repos/:owner/:repo',
      handler: async request => {
        const { repository } = await repositoryOf(host, request, 'admin');
        await deleteRepository(host, repository);
        return { status: 204 };
      },
    },
  ];
}

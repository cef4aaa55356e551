import { z } from 'zod';
import { isRefName } from '../commands/names';
import { commitAt, setHead } from '../commands/refs';
import type { Request, Route } from '../http/Request';
import { accessTo, HostError, type HostContext } from '../services/HostContext';
import { describeRepository } from '../services/describeRepository';
import {
  createRepository,
  deleteRepository,
  renameRepository,
} from '../services/repositories';
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
  name: z.string().optional(),
  website: z.string().optional(),
  description: z.string().optional(),
  private: z.boolean().optional(),
  default_branch: z.string().optional(),
  archived: z.boolean().optional(),
});

/** Version and repositories. */
export function repositoryRoutes(host: HostContext): Route[] {
  const owner = async (request: Request, kind?: 'org' | 'user') => {
    const found = await host.accounts.find(request.params.owner ?? '');
    if (!found || (kind && found.kind !== kind)) {
      const said = `user redirect does not exist [name: ${request.params.owner}]`;
      throw kind === 'org'
        ? new HostError(404, 'GetOrgByName', [said])
        : new HostError(404, said);
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
    const seen = all.filter((_, index) => access[index]?.read);
    return seen.sort((one, other) => one.id - other.id);
  };
  const list = async (
    request: Request,
    filter: { owner?: Account; word?: string },
  ) => {
    const { json, ...reply } = paged(
      request,
      await visible(request, filter),
      repository => repository,
    );
    const wires: unknown[] = [];
    for (const repository of json as Repository[]) {
      wires.push(await describeRepository(host, repository, request.account));
    }
    return { ...reply, json: wires };
  };
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
    return { status: 201, json: await describeRepository(host, made, account) };
  };
  return [
    {
      method: 'GET',
      pattern: '/version',
      handler: async () => ({ json: { version: '1.26.4' } }),
    },
    {
      method: 'GET',
      pattern: '/user/repos',
      handler: request => list(request, { owner: requireAccount(request) }),
    },
    {
      method: 'POST',
      pattern: '/user/repos',
      handler: request => create(request, requireAccount(request)),
    },
    {
      method: 'GET',
      pattern: '/users/:owner/repos',
      handler: async request => list(request, { owner: await owner(request) }),
    },
    {
      method: 'GET',
      pattern: '/orgs/:owner/repos',
      handler: async request =>
        list(request, { owner: await owner(request, 'org') }),
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
        const { json, headers } = await list(request, { word });
        return { json: { ok: true, data: json }, headers };
      },
    },
    {
      method: 'GET',
      pattern: '/repos/:owner/:repo/topics',
      handler: async request => {
        await repositoryOf(host, request);
        const headers = { 'X-Total-Count': '0' };
        return { json: { topics: [] }, headers };
      },
    },
    {
      method: 'GET',
      pattern: '/repos/:owner/:repo/languages',
      handler: async request => {
        await repositoryOf(host, request);
        return { json: {} };
      },
    },
    {
      method: 'GET',
      pattern: '/repos/:owner/:repo',
      handler: async request => {
        const { repository } = await repositoryOf(host, request);
        return {
          json: await describeRepository(host, repository, request.account),
        };
      },
    },
    {
      method: 'PATCH',
      pattern: '/repos/:owner/:repo',
      handler: async request => {
        const { repository, dir } = await repositoryOf(host, request, 'admin');
        const body = await bodyOf(request, change);
        let branch = repository.defaultBranch;
        const wanted = body.default_branch ?? branch;
        // Like Gitea: a branch that is not there changes nothing.
        if (
          wanted !== branch &&
          isRefName(wanted) &&
          (await commitAt(dir, `refs/heads/${wanted}`))
        ) {
          await setHead(dir, wanted);
          branch = wanted;
        }
        const changed = {
          ...repository,
          description: body.description ?? repository.description,
          isPrivate: body.private ?? repository.isPrivate,
          archived: body.archived ?? repository.archived,
          website: body.website ?? repository.website,
          defaultBranch: branch,
        };
        await host.repositories.update(repository.id, changed);
        if (body.name !== undefined && body.name !== repository.name) {
          await renameRepository(host, changed, body.name);
        }
        const now = (await host.repositories.get(repository.id)) ?? changed;
        return { json: await describeRepository(host, now, request.account) };
      },
    },
    {
      method: 'DELETE',
      pattern: '/repos/:owner/:repo',
      handler: async request => {
        const { repository, access } = await repositoryOf(host, request);
        requireAccount(request);
        if (!access.admin) {
          throw new HostError(403, 'user should be the owner of the repo');
        }
        await deleteRepository(host, repository);
        return { status: 204 };
      },
    },
  ];
}

import { z } from 'zod';
import type { Handler, Route } from '../http/Request';
import type { HostContext } from '../services/HostContext';
import { describeRepository } from '../services/describeRepository';
import { timeWire, userWire } from '../services/wire';
import type { CommitStatus } from '../types';
import {
  bodyOf,
  commitOf,
  paged,
  repositoryOf,
  requireAccount,
} from './common';

const creation = z.looseObject({
  state: z.enum([
    'pending',
    'success',
    'error',
    'failure',
    'warning',
    'skipped',
  ]),
  context: z.string().default('default'),
  target_url: z.string().default(''),
  description: z.string().default(''),
});

/** The worst first: the state of a commit is that of its worst check. */
const ORDER = ['error', 'failure', 'warning', 'pending', 'success', 'skipped'];

/** What CI says of commits. */
export function statusRoutes(host: HostContext): Route[] {
  const wire = (api: string) => (status: CommitStatus) => ({
    id: status.id,
    status: status.state,
    target_url: status.targetUrl,
    description: status.description,
    url: `${api}/statuses/${status.sha}`,
    context: status.context,
    creator: userWire(status.creator, host.publicUrl),
    created_at: timeWire(status.createdAt),
    updated_at: timeWire(status.updatedAt),
  });
  const apiOf = (owner: string, name: string) =>
    `${host.publicUrl}/api/v1/repos/${owner}/${name}`;

  const list: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request);
    const sha = await commitOf(dir, request.params.ref ?? '', '');
    const all = await host.repositories.listStatuses(repository, sha);
    return paged(
      request,
      all,
      wire(apiOf(repository.owner.name, repository.name)),
    );
  };

  const create: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request, 'write');
    const body = await bodyOf(request, creation);
    const sha = await commitOf(dir, request.params.ref ?? '', '');
    const made = await host.repositories.addStatus(
      repository,
      requireAccount(request),
      {
        sha,
        state: body.state,
        context: body.context,
        targetUrl: body.target_url,
        description: body.description,
      },
    );
    const api = apiOf(repository.owner.name, repository.name);
    return { status: 201, json: wire(api)(made) };
  };

  const combined: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request);
    const sha = await commitOf(dir, request.params.ref ?? '', '');
    const all = await host.repositories.listStatuses(repository, sha);
    const latest = all.filter(
      (status, index) =>
        all.findIndex(each => each.context === status.context) === index,
    );
    const api = apiOf(repository.owner.name, repository.name);
    return {
      headers: { 'X-Total-Count': String(latest.length) },
      json: {
        state:
          ORDER.find(state => latest.some(each => each.state === state)) ??
          'pending',
        sha,
        total_count: latest.length,
        statuses: latest.length > 0 ? latest.map(wire(api)) : null,
        repository: await describeRepository(host, repository, request.account),
        commit_url: `${api}/commits/${sha}`,
        url: `${api}/commits/${sha}/status`,
      },
    };
  };

  const at = '/repos/:owner/:repo';
  return [
    { method: 'GET', pattern: `${at}/commits/:ref/status`, handler: combined },
    { method: 'GET', pattern: `${at}/commits/:ref/statuses`, handler: list },
    { method: 'GET', pattern: `${at}/statuses/:ref`, handler: list },
    { method: 'POST', pattern: `${at}/statuses/:ref`, handler: create },
  ];
}

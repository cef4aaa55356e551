import { z } from 'zod';
import { isOwnerName } from '../commands/names';
import type { Request, Route } from '../http/Request';
import { HostError, type HostContext } from '../services/HostContext';
import { onlookerOf, orgWire, userWire } from '../services/wire';
import type { Account } from '../types';
import { bodyOf, paged, requireAccount } from './common';

const creation = z.looseObject({
  username: z.string().min(1),
  full_name: z.string().default(''),
  email: z.string().default(''),
});
const change = z.looseObject({
  full_name: z.string().optional(),
  email: z.string().optional(),
});

/** People and organisations. */
export function accountRoutes(host: HostContext): Route[] {
  const { publicUrl, accounts } = host;

  const find = async (request: Request, kind: Account['kind']) => {
    const name = request.params.owner ?? '';
    const found = await accounts.find(name);
    if (found?.kind === kind) return found;
    const said = `user redirect does not exist [name: ${name}]`;
    throw kind === 'org'
      ? new HostError(404, 'GetOrgByName', [said])
      : new HostError(404, said);
  };
  /** The organisation, for who may change it. */
  const administer = async (request: Request) => {
    const org = await find(request, 'org');
    const account = requireAccount(request);
    const member = await accounts.membership(org, account);
    if (!account.isAdmin && !member?.isOwner) {
      throw new HostError(403, 'Must be an organization owner');
    }
    return org;
  };
  const orgs = async (request: Request, of: Account) =>
    paged(request, await accounts.orgsOf(of), org => orgWire(org, publicUrl));
  const user = (account: Account, viewer?: Account) =>
    userWire(account, publicUrl, onlookerOf(account, viewer));

  const create = async (request: Request) => {
    const account = requireAccount(request);
    const body = await bodyOf(request, creation);
    if (!isOwnerName(body.username)) {
      throw new HostError(422, '[UserName]: Username');
    }
    if (await accounts.find(body.username)) {
      throw new HostError(422, `user already exists [name: ${body.username}]`);
    }
    const org = await accounts.ensure({
      name: body.username,
      fullName: body.full_name,
      email: body.email,
      kind: 'org',
      isAdmin: false,
    });
    await accounts.setMember(org, account, true);
    return { status: 201, json: orgWire(org, publicUrl) };
  };

  return [
    {
      method: 'GET',
      pattern: '/user',
      handler: async request => {
        const account = requireAccount(request);
        return { json: user(account, account) };
      },
    },
    {
      method: 'GET',
      pattern: '/user/orgs',
      handler: request => orgs(request, requireAccount(request)),
    },
    {
      method: 'GET',
      pattern: '/users/search',
      handler: async request => {
        const word = request.url.searchParams.get('q') ?? '';
        const found = await accounts.searchUsers(word);
        const { json, headers } = paged(request, found, account =>
          user(account, request.account),
        );
        return { json: { data: json, ok: true }, headers };
      },
    },
    {
      method: 'GET',
      pattern: '/users/:owner',
      handler: async request => ({
        json: user(await find(request, 'user'), request.account),
      }),
    },
    {
      method: 'GET',
      pattern: '/users/:owner/orgs',
      handler: async request => orgs(request, await find(request, 'user')),
    },
    {
      method: 'GET',
      pattern: '/orgs',
      handler: async request =>
        paged(request, await accounts.listOrgs(), org =>
          orgWire(org, publicUrl),
        ),
    },
    { method: 'POST', pattern: '/orgs', handler: create },
    {
      method: 'GET',
      pattern: '/orgs/:owner',
      handler: async request => ({
        json: orgWire(await find(request, 'org'), publicUrl),
      }),
    },
    {
      method: 'PATCH',
      pattern: '/orgs/:owner',
      handler: async request => {
        const org = await administer(request);
        const body = await bodyOf(request, change);
        const changed = await accounts.ensure({
          ...org,
          fullName: body.full_name ?? org.fullName,
          email: body.email ?? org.email,
        });
        return { json: orgWire(changed, publicUrl) };
      },
    },
    {
      method: 'DELETE',
      pattern: '/orgs/:owner',
      handler: async request => {
        const org = await administer(request);
        if ((await host.repositories.list({ owner: org })).length > 0) {
          throw new HostError(
            422,
            `user still has ownership of repositories [uid: ${org.id}]`,
          );
        }
        await accounts.remove(org);
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      pattern: '/orgs/:owner/members',
      handler: async request =>
        paged(
          request,
          await accounts.membersOf(await find(request, 'org')),
          account => user(account, request.account),
        ),
    },
  ];
}

import { z } from 'zod';
import { isPassword } from '../auth/passwords';
import type { Account } from '../auth/ServerSettings';
import { ApiError } from '../http/ApiError';
import { type Call, type Route, subjectOf } from '../http/Call';
import { readJson } from '../http/readJson';
import { may, requireRight, type ServerContext } from '../ServerContext';

const tokenRequest = z.looseObject({
  id: z.string().optional(),
  /** Seconds; the wire may write 64-bit numbers as texts. */
  expiresIn: z.union([z.number(), z.string().regex(/^\d+$/)]).default(0),
});
const passwordRequest = z.looseObject({
  name: z.string().default(''),
  currentPassword: z.string().default(''),
  newPassword: z.string().default(''),
});

/** Accounts, their tokens and what they may do. */
export function accountRoutes(context: ServerContext): Route[] {
  const { settings } = context;
  const accountOf = async (call: Call, action: 'get' | 'update') => {
    const { name = '' } = call.params;
    const subject = subjectOf(call);
    if (subject.name !== name) {
      await requireRight(context, subject, 'accounts', action, name);
    }
    const account = (await settings.read()).accounts.get(name);
    if (!account) {
      throw new ApiError('NotFound', `account '${name}' does not exist`);
    }
    return account;
  };
  return [
    {
      method: 'GET',
      pattern: '/api/v1/account/can-i/:resource/:action/*object',
      handler: async call => {
        const { resource = '', action = '', object = '' } = call.params;
        const subject = subjectOf(call);
        const yes = await may(context, subject, resource, action, object);
        return { json: { value: yes ? 'yes' : 'no' } };
      },
    },
    {
      method: 'GET',
      pattern: '/api/v1/account',
      handler: async call => {
        const subject = subjectOf(call);
        const { accounts } = await settings.read();
        const items = [];
        for (const account of accounts.values()) {
          const { name } = account;
          const seen =
            name === subject.name ||
            (await may(context, subject, 'accounts', 'get', name));
          if (seen) items.push(accountWire(account));
        }
        return { json: { items } };
      },
    },
    {
      method: 'GET',
      pattern: '/api/v1/account/:name',
      handler: async call => ({
        json: accountWire(await accountOf(call, 'get')),
      }),
    },
    {
      method: 'POST',
      pattern: '/api/v1/account/:name/token',
      handler: async call => {
        const body = await readJson(
          call.raw,
          tokenRequest,
          'CreateTokenRequest',
        );
        const account = await accountOf(call, 'update');
        if (!account.capabilities.includes('apiKey')) {
          throw new ApiError(
            'Unknown',
            `account '${account.name}' does not have apiKey capability`,
          );
        }
        try {
          const token = await settings.issueToken(account.name, {
            id: body.id,
            expiresIn: Number(body.expiresIn),
          });
          return { json: { token } };
        } catch (error) {
          throw new ApiError(
            'Unknown',
            `failed to update account with new token: ${
              (error as Error).message
            }`,
          );
        }
      },
    },
    {
      method: 'DELETE',
      pattern: '/api/v1/account/:name/token/:id',
      handler: async call => {
        const account = await accountOf(call, 'update');
        await settings.revokeToken(account.name, call.params.id ?? '');
        return { json: {} };
      },
    },
    {
      method: 'PUT',
      pattern: '/api/v1/account/password',
      handler: async call => {
        const body = await readJson(
          call.raw,
          passwordRequest,
          'UpdatePasswordRequest',
        );
        const subject = subjectOf(call);
        const { accounts } = await settings.read();
        const name = body.name || subject.name;
        const own = accounts.get(subject.name)?.passwordHash;
        if (name !== subject.name) {
          await requireRight(context, subject, 'accounts', 'update', name);
        }
        if (!(await isPassword(body.currentPassword, own))) {
          throw new ApiError(
            'InvalidArgument',
            'current password does not match',
          );
        }
        if (!/^.{8,32}$/.test(body.newPassword)) {
          throw new ApiError(
            'Unknown',
            'new password does not match the following expression: ^.{8,32}$',
          );
        }
        if (!accounts.has(name)) {
          throw new ApiError('NotFound', `account '${name}' does not exist`);
        }
        await settings.setPassword(name, body.newPassword);
        return { json: {} };
      },
    },
  ];
}

function accountWire({ name, enabled, capabilities, tokens }: Account) {
  return {
    name,
    ...(enabled && { enabled }),
    capabilities,
    tokens: tokens.map(({ id, iat, exp }) => ({
      id,
      issuedAt: String(iat),
      ...(exp && { expiresAt: String(exp) }),
    })),
  };
}

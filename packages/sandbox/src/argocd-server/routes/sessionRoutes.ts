import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { isPassword } from '../auth/passwords';
import { signToken } from '../auth/tokens';
import { ApiError } from '../http/ApiError';
import type { Route } from '../http/Call';
import { readJson } from '../http/readJson';
import type { ServerContext } from '../ServerContext';

const DAY_SECONDS = 24 * 60 * 60;
const COOKIE = 'argocd.token';
/** So many wrong passwords in a row close an account's door for a while. */
const MAX_FAILURES = 5;
const FAILURE_WINDOW_MS = 300_000;

const login = z.looseObject({
  username: z.string().default(''),
  password: z.string().default(''),
});

/** Signing in and out, and who one is. */
export function sessionRoutes({ settings, log }: ServerContext): Route[] {
  const failures = new Map<string, { count: number; at: number }>();
  const isClosed = (name: string) => {
    const known = failures.get(name);
    if (!known || Date.now() - known.at > FAILURE_WINDOW_MS) return false;
    return known.count >= MAX_FAILURES;
  };
  const noteFailure = (name: string) => {
    const known = failures.get(name);
    const recent = known && Date.now() - known.at <= FAILURE_WINDOW_MS;
    failures.set(name, { count: recent ? known.count + 1 : 1, at: Date.now() });
    // Names are the caller's to invent.
    if (failures.size > 1000) failures.clear();
  };
  return [
    {
      method: 'POST',
      pattern: '/api/v1/session',
      audience: 'everybody',
      handler: async ({ raw }) => {
        const body = await readJson(raw, login, 'SessionCreateRequest');
        const { signingKey, accounts } = await settings.read();
        const account = accounts.get(body.username);
        const right = await isPassword(body.password, account?.passwordHash);
        const may = account?.enabled && account.capabilities.includes('login');
        if (!right || !may || isClosed(body.username)) {
          noteFailure(body.username);
          log('info', 'A sign-in to Argo CD failed', { user: body.username });
          throw new ApiError('Unauthenticated', 'Invalid username or password');
        }
        failures.delete(body.username);
        const now = Math.floor(Date.now() / 1000);
        const token = signToken(
          {
            iss: 'argocd',
            sub: `${account.name}:login`,
            iat: now,
            nbf: now,
            exp: now + DAY_SECONDS,
            jti: randomUUID(),
          },
          signingKey,
        );
        return {
          json: { token },
          headers: {
            'Set-Cookie': `${COOKIE}=${token}; Path=/; SameSite=Lax; HttpOnly`,
          },
        };
      },
    },
    {
      method: 'DELETE',
      pattern: '/api/v1/session',
      audience: 'everybody',
      handler: async () => ({
        json: {},
        headers: {
          'Set-Cookie': `${COOKIE}=; Path=/; SameSite=Lax; HttpOnly; Max-Age=0`,
        },
      }),
    },
    {
      method: 'GET',
      pattern: '/api/v1/session/userinfo',
      audience: 'everybody',
      handler: async ({ subject }) => ({
        json: subject
          ? { loggedIn: true, username: subject.name, iss: 'argocd' }
          : {},
      }),
    },
  ];
}

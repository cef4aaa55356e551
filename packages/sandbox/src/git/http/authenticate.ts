import type { IncomingMessage } from 'node:http';
import { HostError, type HostContext } from '../services/HostContext';
import type { Account } from '../types';

/**
 * Who a request comes from: `token X`, `Bearer X`, or Basic with the token as
 * the password or, as Gitea allows, as the user name.
 *
 * @returns undefined without credentials
 * @throws HostError 401 for credentials that are not right
 */
export async function authenticate(
  host: HostContext,
  raw: IncomingMessage,
): Promise<Account | undefined> {
  const [scheme = '', value = ''] = (raw.headers.authorization ?? '').split(
    / +(.*)/s,
  );
  const candidates: string[] = [];
  switch (scheme.toLowerCase()) {
    case '':
      return undefined;
    case 'token':
    case 'bearer':
      candidates.push(value.trim());
      break;
    case 'basic': {
      const text = Buffer.from(value, 'base64').toString('utf8');
      const [user = '', password = ''] = text.split(/:(.*)/s);
      candidates.push(password, user);
      break;
    }
    default:
  }
  for (const token of candidates.filter(Boolean)) {
    const account = await host.accounts.findByToken(token);
    if (account) return account;
  }
  throw new HostError(401, 'invalid username, password or token');
}

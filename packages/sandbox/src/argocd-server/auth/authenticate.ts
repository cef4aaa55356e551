import type { IncomingMessage } from 'node:http';
import { ApiError } from '../http/ApiError';
import type { ServerSettings } from './ServerSettings';
import type { Subject } from './Subject';
import { verifyToken } from './tokens';

/**
 * Who a request comes from: `Authorization: Bearer`, or the cookie
 * `argocd.token` that signing in sets.
 *
 * @throws ApiError 401
 */
export async function authenticate(
  settings: ServerSettings,
  request: Pick<IncomingMessage, 'headers'>,
): Promise<Subject> {
  const [, bearer] =
    /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const [, cookie] =
    /(?:^|;\s*)argocd\.token=([^;]+)/.exec(request.headers.cookie ?? '') ?? [];
  const token = bearer ?? cookie;
  if (!token) throw new ApiError('Unauthenticated', 'no session information');
  const invalid = (why: string) =>
    new ApiError('Unauthenticated', `invalid session: ${why}`);
  const { signingKey, accounts } = await settings.read();
  let claims;
  try {
    claims = verifyToken(token.trim(), signingKey);
  } catch (error) {
    throw invalid((error as Error).message);
  }
  const [name = '', use = ''] = claims.sub.split(':');
  const account = accounts.get(name);
  if (!account) throw invalid(`account '${name}' does not exist`);
  if (!account.enabled) throw invalid(`account ${name} is disabled`);
  if (use === 'apiKey' && !account.tokens.some(it => it.id === claims.jti)) {
    throw invalid(`account ${name} does not have token with id ${claims.jti}`);
  }
  if (use === 'login' && claims.iat < (account.passwordSetAt ?? 0)) {
    throw invalid('account password has changed since token issued');
  }
  return { name, issuedAt: claims.iat };
}

import { createHash } from 'node:crypto';
import type {
  AuthenticationInput,
  AuthenticationResult,
  Authenticator,
  UserInfo,
} from '../types';
import type { ServiceAccountTokens } from './ServiceAccountTokens';

/** Everybody who showed who they are. */
export const AUTHENTICATED_GROUP = 'system:authenticated';
/** Everybody else. */
export const UNAUTHENTICATED_GROUP = 'system:unauthenticated';
const ANONYMOUS_NAME = 'system:anonymous';

/** The user behind requests without credentials. */
export const anonymousUser: UserInfo = {
  username: ANONYMOUS_NAME,
  groups: [UNAUTHENTICATED_GROUP],
};

/** Adds `system:authenticated`, once. */
export function asAuthenticated(user: UserInfo): UserInfo {
  return user.groups.includes(AUTHENTICATED_GROUP) ||
    user.username === ANONYMOUS_NAME
    ? user
    : { ...user, groups: [...user.groups, AUTHENTICATED_GROUP] };
}

/** Looked up by hash, so that the time a look-up takes tells nothing of the token. */
function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * Tells who is asking: by client certificate (CN is the user, each O a group),
 * else by bearer token (ServiceAccount token or one of the fixed ones). A token
 * nobody knows makes the request invalid (401); none at all makes it anonymous.
 */
export function createAuthenticator(options: {
  serviceAccountTokens?: ServiceAccountTokens;
  /** Fixed tokens, such as those of controllers. */
  staticTokens?: { token: string; user: UserInfo }[];
}): Authenticator {
  const fixed = new Map(
    (options.staticTokens ?? []).map(({ token, user }) => [
      digest(token),
      user,
    ]),
  );
  return {
    async authenticate(
      input: AuthenticationInput,
    ): Promise<AuthenticationResult> {
      if (input.certificate?.commonName) {
        return {
          outcome: 'user',
          user: asAuthenticated({
            username: input.certificate.commonName,
            groups: [...input.certificate.organizations],
          }),
        };
      }
      const token = /^bearer +(\S+) *$/i.exec(
        input.authorization?.trim() ?? '',
      )?.[1];
      if (!token) return { outcome: 'anonymous' };
      const user =
        fixed.get(digest(token)) ??
        (await options.serviceAccountTokens?.verify(token));
      return user
        ? { outcome: 'user', user: asAuthenticated(user) }
        : { outcome: 'invalid' };
    },
  };
}

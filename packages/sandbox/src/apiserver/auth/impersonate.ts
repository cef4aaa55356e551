import { ApiError } from '../errors';
import type { AccessAttributes, Authorizer, UserInfo } from '../types';
import {
  AUTHENTICATED_GROUP,
  UNAUTHENTICATED_GROUP,
} from './createAuthenticator';
import { forbiddenError } from './forbidden';
import { parseServiceAccountUsername, serviceAccountGroups } from './subjects';

const AUTHENTICATION = 'authentication.k8s.io';
const EXTRA_PREFIX = 'impersonate-extra-';

/** Whom a request wants to act as. */
export interface ImpersonationRequest {
  username: string;
  uid: string;
  groups: string[];
  extra: Record<string, string[]>;
}

/** Header values by lower-case name; several of one name as a list. */
export type RequestHeaders = Record<string, string | string[] | undefined>;

function list(value: string | string[] | undefined): string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    // A key that is no percent-encoding is taken as it stands.
    return key;
  }
}

/**
 * Reads the `Impersonate-*` headers; `undefined` if there are none.
 *
 * @param headers - As `IncomingMessage.headersDistinct`: repeated headers must
 *   not have been joined with commas.
 * @throws ApiError 400 if groups, UID or extras come without a user.
 */
export function readImpersonation(
  headers: RequestHeaders,
): ImpersonationRequest | undefined {
  const extra: Record<string, string[]> = {};
  for (const name of Object.keys(headers).sort()) {
    if (name.startsWith(EXTRA_PREFIX)) {
      const key = decodeKey(name.slice(EXTRA_PREFIX.length)).toLowerCase();
      extra[key] = [...(extra[key] ?? []), ...list(headers[name])];
    }
  }
  const request = {
    username: list(headers['impersonate-user'])[0] ?? '',
    uid: list(headers['impersonate-uid'])[0] ?? '',
    groups: list(headers['impersonate-group']),
    extra,
  };
  if (request.username) return request;
  if (!request.uid && !request.groups.length && !Object.keys(extra).length) {
    return undefined;
  }
  throw ApiError.badRequest(
    `requested ${goUser(request)} without impersonating a user name`,
  );
}

/** The Go rendering of the real server's message. */
function goUser(request: ImpersonationRequest): string {
  const strings = (values: string[]) =>
    values.length
      ? `[]string{${values.map(value => JSON.stringify(value)).join(', ')}}`
      : '[]string(nil)';
  const extras = Object.entries(request.extra).map(
    ([key, values]) => `${JSON.stringify(key)}:${strings(values)}`,
  );
  return `&user.DefaultInfo{Name:${JSON.stringify(
    request.username,
  )}, UID:${JSON.stringify(request.uid)}, Groups:${strings(
    request.groups,
  )}, Extra:map[string][]string${
    extras.length ? `{${extras.join(', ')}}` : '(nil)'
  }}`;
}

/**
 * Turns the caller into the user they ask to act as, if RBAC lets them: verb
 * `impersonate` on the user (or ServiceAccount), on each group, each extra
 * value and the UID.
 *
 * @param request - What the request itself asks for; the refusal of somebody
 *   who may impersonate nobody speaks of it, as that of Kubernetes 1.36 does.
 * @throws ApiError 403 naming the first thing that is not allowed.
 */
export function impersonate(options: {
  caller: UserInfo;
  wanted: ImpersonationRequest;
  request: AccessAttributes;
  authorizer: Authorizer;
}): UserInfo {
  const { caller, wanted, request, authorizer } = options;
  const ask = (attributes: Partial<AccessAttributes>) => {
    const whole: AccessAttributes = {
      verb: 'impersonate',
      group: '',
      resource: '',
      subresource: '',
      namespace: '',
      name: '',
      ...attributes,
    };
    return { whole, decision: authorizer.authorize(caller, whole) };
  };
  const demand = (attributes: Partial<AccessAttributes>) => {
    const { whole, decision } = ask(attributes);
    if (!decision.allowed) throw forbiddenError(caller, whole, decision.reason);
  };

  const account = parseServiceAccountUsername(wanted.username);
  const subject = account
    ? { resource: 'serviceaccounts', ...account }
    : { resource: 'users', name: wanted.username };
  const { decision } = ask(subject);
  if (!decision.allowed) {
    const mode = account ? 'serviceaccount' : 'user-info';
    throw forbiddenError(
      caller,
      { ...request, verb: `impersonate-on:${mode}:${request.verb}` },
      decision.reason,
    );
  }
  for (const name of wanted.groups) demand({ resource: 'groups', name });
  for (const [subresource, values] of Object.entries(wanted.extra)) {
    for (const name of values) {
      demand({
        group: AUTHENTICATION,
        resource: 'userextras',
        subresource,
        name,
      });
    }
  }
  if (wanted.uid) {
    demand({ group: AUTHENTICATION, resource: 'uids', name: wanted.uid });
  }

  return {
    username: wanted.username,
    ...(wanted.uid && { uid: wanted.uid }),
    groups: groupsOf(wanted, account?.namespace),
    ...(Object.keys(wanted.extra).length > 0 && { extra: wanted.extra }),
  };
}

function groupsOf(
  wanted: ImpersonationRequest,
  accountNamespace: string | undefined,
): string[] {
  const groups = [...wanted.groups];
  if (accountNamespace && groups.length === 0) {
    groups.push(...serviceAccountGroups(accountNamespace));
  }
  const general =
    wanted.username === 'system:anonymous'
      ? UNAUTHENTICATED_GROUP
      : AUTHENTICATED_GROUP;
  if (!groups.includes(general) && !groups.includes(UNAUTHENTICATED_GROUP)) {
    groups.push(general);
  }
  return groups;
}

import type { UserInfo } from '../types';

/** `rbacv1.Subject`. */
export interface Subject {
  kind: string;
  apiGroup?: string;
  name: string;
  namespace?: string;
}

/** User name of a ServiceAccount. */
export function serviceAccountUsername(
  namespace: string,
  name: string,
): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

/** Groups every ServiceAccount of a namespace is in. */
export function serviceAccountGroups(namespace: string): string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

/** Takes a ServiceAccount's user name apart; `undefined` if it is none. */
export function parseServiceAccountUsername(
  username: string,
): { namespace: string; name: string } | undefined {
  const match =
    /^system:serviceaccount:([a-z0-9]([-a-z0-9]*[a-z0-9])?):([a-z0-9]([-.a-z0-9]*[a-z0-9])?)$/.exec(
      username,
    );
  return match ? { namespace: match[1], name: match[3] } : undefined;
}

/**
 * True if a binding's subject means this user.
 *
 * @param bindingNamespace - Namespace of a RoleBinding, for ServiceAccounts
 *   that name none.
 */
export function subjectMatches(
  subject: Subject,
  user: UserInfo,
  bindingNamespace: string,
): boolean {
  switch (subject.kind) {
    case 'User':
      return user.username === subject.name;
    case 'Group':
      return user.groups.includes(subject.name);
    case 'ServiceAccount': {
      const namespace = subject.namespace || bindingNamespace;
      return (
        namespace !== '' &&
        user.username === serviceAccountUsername(namespace, subject.name)
      );
    }
    default:
      return false;
  }
}

/** `Group "cairn:payments"`, as the real authorizer words its reasons. */
export function describeSubject(
  subject: Subject,
  bindingNamespace: string,
): string {
  return subject.kind === 'ServiceAccount'
    ? `ServiceAccount ${JSON.stringify(
        `${subject.name}/${subject.namespace || bindingNamespace}`,
      )}`
    : `${subject.kind} ${JSON.stringify(subject.name)}`;
}

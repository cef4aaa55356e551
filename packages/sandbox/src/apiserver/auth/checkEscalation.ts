import { ApiError } from '../errors';
import type {
  Authorizer,
  KubeObject,
  PolicyRule,
  RbacReader,
  UserInfo,
} from '../types';
import { MASTERS_GROUP, roleRefOf, rulesOfReference } from './createAuthorizer';
import { rulesOf } from './policyRules';
import { describeRule, findUncoveredRules } from './ruleCoverage';

const RBAC = 'rbac.authorization.k8s.io';

interface EscalationOptions {
  user: UserInfo;
  authorizer: Authorizer;
  reader: RbacReader;
}

function mayAlways(
  { user, authorizer }: EscalationOptions,
  verb: string,
  resource: string,
  namespace: string,
  name: string,
): boolean {
  return (
    user.groups.includes(MASTERS_GROUP) ||
    authorizer.authorize(user, {
      verb,
      group: RBAC,
      version: 'v1',
      resource,
      subresource: '',
      namespace,
      name,
    }).allowed
  );
}

function demandHeld(
  options: EscalationOptions,
  wanted: PolicyRule[],
  namespace: string,
  subject: { resource: string; name: string },
): void {
  const { user, authorizer } = options;
  const missing = findUncoveredRules(
    authorizer.rulesFor(user, namespace),
    wanted,
  );
  if (missing.length === 0) return;
  const groups = user.groups.map(group => JSON.stringify(group)).join(' ');
  throw ApiError.forbidden(
    { group: RBAC, kind: subject.resource },
    subject.name,
    `user ${JSON.stringify(
      user.username,
    )} (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n${missing
      .map(describeRule)
      .sort()
      .join('\n')}`,
  );
}

/**
 * A Role or ClusterRole may only be written by somebody who holds all its rules
 * in its scope, or has the verb `escalate` on it.
 *
 * @throws ApiError 403 listing the rules that are not held.
 */
export function checkRoleEscalation(
  options: EscalationOptions & { role: KubeObject; oldRole?: KubeObject },
): void {
  const { role, oldRole } = options;
  const namespace = role.metadata.namespace ?? '';
  const resource = role.kind === 'ClusterRole' ? 'clusterroles' : 'roles';
  const name = role.metadata.name ?? '';
  const unchanged =
    oldRole &&
    JSON.stringify([oldRole.rules, oldRole.aggregationRule]) ===
      JSON.stringify([role.rules, role.aggregationRule]);
  if (unchanged || mayAlways(options, 'escalate', resource, namespace, name)) {
    return;
  }
  const wanted = rulesOf(role);
  if (role.aggregationRule) {
    // Nobody knows what will be gathered later, so all must be held.
    wanted.push({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] });
    wanted.push({ verbs: ['*'], nonResourceURLs: ['*'] });
  }
  demandHeld(options, wanted, namespace, { resource, name });
}

/**
 * A binding may only be written by somebody who holds all the rules of the role
 * it names, or has the verb `bind` on that role.
 *
 * @throws ApiError 403 listing the rules that are not held; 404 if the role
 *   does not exist and the user may not bind it anyway.
 */
export function checkBindingEscalation(
  options: EscalationOptions & { binding: KubeObject; oldBinding?: KubeObject },
): void {
  const { binding, oldBinding, reader } = options;
  const namespace = binding.metadata.namespace ?? '';
  const resource =
    binding.kind === 'ClusterRoleBinding'
      ? 'clusterrolebindings'
      : 'rolebindings';
  const reference = roleRefOf(binding);
  const unchanged =
    oldBinding &&
    JSON.stringify([oldBinding.subjects, oldBinding.roleRef]) ===
      JSON.stringify([binding.subjects, binding.roleRef]);
  const roles = reference.kind === 'ClusterRole' ? 'clusterroles' : 'roles';
  if (
    unchanged ||
    mayAlways(options, 'bind', roles, namespace, reference.name)
  ) {
    return;
  }
  const wanted = rulesOfReference(reader, reference, namespace);
  if (!wanted) {
    throw ApiError.notFound({ group: RBAC, kind: resource }, reference.name);
  }
  demandHeld(options, wanted, namespace, {
    resource,
    name: binding.metadata.name ?? '',
  });
}

import type {
  AccessAttributes,
  AccessDecision,
  Authorizer,
  KubeObject,
  PolicyRule,
  RbacReader,
  UserInfo,
} from '../types';
import { aggregatedRules } from './aggregatedRules';
import { ruleAllows, rulesOf } from './policyRules';
import { type Subject, describeSubject, subjectMatches } from './subjects';

/** Members may do everything, whatever the roles say. */
export const MASTERS_GROUP = 'system:masters';

interface Grant {
  rules: PolicyRule[];
  /** For example `RoleBinding "a/b" of Role "c" to Group "d"`. */
  description: string;
}

interface RoleRef {
  apiGroup?: string;
  kind: string;
  name: string;
}

/** Role reference of a binding. */
export function roleRefOf(binding: KubeObject): RoleRef {
  return (binding.roleRef ?? { kind: '', name: '' }) as RoleRef;
}

/**
 * The rules a role reference stands for; `undefined` if there is no such role.
 *
 * @param namespace - Where a Role is looked for.
 */
export function rulesOfReference(
  reader: RbacReader,
  reference: RoleRef,
  namespace: string,
): PolicyRule[] | undefined {
  if (reference.kind === 'ClusterRole') {
    const role = reader.clusterRole(reference.name);
    return role && aggregatedRules(role, () => reader.clusterRoles());
  }
  if (reference.kind === 'Role' && namespace) {
    const role = reader.role(namespace, reference.name);
    return role && rulesOf(role);
  }
  return undefined;
}

/**
 * Decides by RBAC as the real authorizer does: bindings of the whole cluster
 * first, then those of the namespace; the first rule that allows, wins; nothing
 * ever denies.
 */
export function createAuthorizer(reader: RbacReader): Authorizer {
  /** All that bindings give the user, lazily; roles that are gone go to `missing`. */
  function* grants(
    user: UserInfo,
    namespace: string,
    missing: string[],
  ): Generator<Grant> {
    const visit = (binding: KubeObject, scope: string): Grant | undefined => {
      const subjects = (binding.subjects ?? []) as Subject[];
      const subject = subjects.find(one => subjectMatches(one, user, scope));
      if (!subject) return undefined;
      const reference = roleRefOf(binding);
      const rules = rulesOfReference(reader, reference, scope);
      if (!rules) {
        missing.push(
          `${reference.kind.toLowerCase()}.rbac.authorization.k8s.io ${JSON.stringify(
            reference.name,
          )} not found`,
        );
        return undefined;
      }
      const kind = scope ? 'RoleBinding' : 'ClusterRoleBinding';
      const name = scope
        ? `${binding.metadata.name}/${scope}`
        : `${binding.metadata.name}`;
      return {
        rules,
        description: `${kind} ${JSON.stringify(name)} of ${
          reference.kind
        } ${JSON.stringify(reference.name)} to ${describeSubject(
          subject,
          scope,
        )}`,
      };
    };
    for (const binding of reader.clusterRoleBindings()) {
      const grant = visit(binding, '');
      if (grant) yield grant;
    }
    if (!namespace) return;
    for (const binding of reader.roleBindings(namespace)) {
      const grant = visit(binding, namespace);
      if (grant) yield grant;
    }
  }

  return {
    authorize(user: UserInfo, attributes: AccessAttributes): AccessDecision {
      if (user.groups.includes(MASTERS_GROUP)) {
        return { allowed: true, reason: '' };
      }
      const missing: string[] = [];
      const namespace =
        attributes.path === undefined ? attributes.namespace : '';
      for (const grant of grants(user, namespace, missing)) {
        if (grant.rules.some(rule => ruleAllows(rule, attributes))) {
          return {
            allowed: true,
            reason: `RBAC: allowed by ${grant.description}`,
          };
        }
      }
      return { allowed: false, reason: reasonOfMissing(missing) };
    },

    rulesFor(user: UserInfo, namespace: string): PolicyRule[] {
      const rules: PolicyRule[] = [];
      for (const grant of grants(user, namespace, [])) {
        rules.push(...grant.rules);
      }
      return rules;
    },
  };
}

function reasonOfMissing(missing: string[]): string {
  const unique = [...new Set(missing)];
  if (unique.length === 0) return '';
  return `RBAC: ${unique.length === 1 ? unique[0] : `[${unique.join(', ')}]`}`;
}

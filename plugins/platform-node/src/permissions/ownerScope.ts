import {
  AuthorizeResult,
  type PermissionCriteria,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
  type ConditionTransformer,
} from '@backstage/plugin-permission-node';
import type { NamespaceOwnerQuery } from './createIsNamespaceOwnerRule';

/** Whether things of an owner (a group's entity reference) are within a person's reach. @public */
export type OwnerScope = (owner: string) => boolean;

function matches(
  criteria: PermissionCriteria<NamespaceOwnerQuery>,
  owner: string,
): boolean {
  if (isAndCriteria(criteria)) {
    return criteria.allOf.every(inner => matches(inner, owner));
  }
  if (isOrCriteria(criteria)) {
    return criteria.anyOf.some(inner => matches(inner, owner));
  }
  if (isNotCriteria(criteria)) {
    return !matches(criteria.not, owner);
  }
  return criteria.owners.includes(owner);
}

/** Turns a policy's answer into a filter by owner. Anything not understood allows nothing. @public */
export function ownerScope(
  decision: PolicyDecision,
  transform: ConditionTransformer<NamespaceOwnerQuery>,
): OwnerScope {
  if (decision.result === AuthorizeResult.ALLOW) {
    return () => true;
  }
  if (decision.result === AuthorizeResult.CONDITIONAL) {
    const criteria = transform(decision.conditions);
    return owner => matches(criteria, owner);
  }
  return () => false;
}

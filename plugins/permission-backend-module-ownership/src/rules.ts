import {
  AuthorizeResult,
  isResourcePermission,
} from '@backstage/plugin-permission-common';
import type {
  Permission,
  PermissionCondition,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { RESOURCE_TYPE_SCAFFOLDER_TASK } from '@backstage/plugin-scaffolder-common/alpha';
import {
  isClaimNamespaceOwner,
  RESOURCE_TYPE_CLAIM,
} from '@cairn/plugin-claims-common';
import { isDeliveryOwner } from '@cairn/plugin-delivery-common';
import { isDoraComponentOwner } from '@cairn/plugin-dora-common';
import { isScaffoldedServiceOwner } from '@cairn/plugin-golden-paths-common';
import type { Actor } from './describeActor';

/** Decides one permission for one person. */
export type Rule = (actor: Actor, permission: Permission) => PolicyDecision;

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/**
 * A conditional answer, sent to the plugin of the permission. A permission that has come with
 * another resource type than the condition's is refused rather than answered with a condition that
 * means nothing there.
 */
function when(
  permission: Permission,
  condition: PermissionCondition<string, { [key: string]: string[] }>,
  pluginId: string,
): PolicyDecision {
  return isResourcePermission(permission, condition.resourceType)
    ? {
        result: AuthorizeResult.CONDITIONAL,
        pluginId,
        resourceType: condition.resourceType,
        conditions: condition,
      }
    : DENY;
}

/** Everybody who is signed in. */
export const everybody: Rule = () => ALLOW;

/** The platform team. */
export const platformTeam: Rule = ({ isPlatform }) =>
  isPlatform ? ALLOW : DENY;

/** Those who see the whole: the platform team and the auditors. */
export const overseers: Rule = ({ isPlatform, isAuditor }) =>
  isPlatform || isAuditor ? ALLOW : DENY;

/** Whoever acts at all: all but the auditors. */
export const doers: Rule = ({ isAuditor }) => (isAuditor ? DENY : ALLOW);

/** Makes a rule that refuses auditors, whatever else they are: who audits does not act. */
export function acting(rule: Rule): Rule {
  return (actor, permission) =>
    actor.isAuditor ? DENY : rule(actor, permission);
}

/** The owners of a catalog entity, and the platform team. */
export const entityOwners: Rule = (actor, permission) =>
  actor.isPlatform
    ? ALLOW
    : when(
        permission,
        {
          resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
          rule: 'IS_ENTITY_OWNER',
          params: { claims: actor.ownershipRefs },
        },
        'catalog',
      );

/** Whoever started a task, and the platform team. */
export const taskOwners: Rule = (actor, permission) =>
  actor.isPlatform
    ? ALLOW
    : when(
        permission,
        {
          resourceType: RESOURCE_TYPE_SCAFFOLDER_TASK,
          rule: 'IS_TASK_OWNER',
          params: { createdBy: [actor.userRef] },
        },
        'scaffolder',
      );

/** The owners of the namespace of a claim, and the platform team. */
export const claimOwners: Rule = (actor, permission) => {
  if (actor.isPlatform) {
    return ALLOW;
  }
  // A condition nobody can meet is a plain no.
  return actor.groupRefs.length === 0
    ? DENY
    : when(
        permission,
        {
          ...isClaimNamespaceOwner({ owners: actor.groupRefs }),
          resourceType: RESOURCE_TYPE_CLAIM,
        },
        'claims',
      );
};

/** The owners of the namespace of a claim, the platform team and the auditors. */
export const claimReaders: Rule = (actor, permission) =>
  actor.isAuditor ? ALLOW : claimOwners(actor, permission);

/** The owners of what an Application delivers into, the platform team and the auditors. */
export const deliveryReaders: Rule = (actor, permission) => {
  if (actor.isPlatform || actor.isAuditor) {
    return ALLOW;
  }
  return actor.groupRefs.length === 0
    ? DENY
    : when(
        permission,
        isDeliveryOwner({ owners: actor.groupRefs }),
        'delivery',
      );
};

/** The team that owns a service, and the platform team. */
export const serviceOwners: Rule = (actor, permission) => {
  if (actor.isPlatform) {
    return ALLOW;
  }
  return actor.groupRefs.length === 0
    ? DENY
    : when(
        permission,
        isScaffoldedServiceOwner({ owners: actor.groupRefs }),
        'golden-paths',
      );
};

/** The owners of a component whose delivery is measured, and the platform team. */
export const doraComponentOwners: Rule = (actor, permission) => {
  if (actor.isPlatform) {
    return ALLOW;
  }
  return actor.groupRefs.length === 0
    ? DENY
    : when(
        permission,
        isDoraComponentOwner({ owners: actor.groupRefs }),
        'dora',
      );
};

/** The same, and the auditors. */
export const doraComponentReaders: Rule = (actor, permission) =>
  actor.isAuditor ? ALLOW : doraComponentOwners(actor, permission);

import {
  createPermission,
  type PermissionCondition,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';

/**
 * Resource type of a claim. The resource behind it is the namespace the claim lives in, or would live
 * in: a claim belongs to whoever owns its namespace.
 *
 * @public
 */
export const RESOURCE_TYPE_CLAIM = 'claims-claim';

/** @public */
export type ClaimResourceType = typeof RESOURCE_TYPE_CLAIM;

/**
 * Name of the one permission rule of claims. It is kept here so that a policy can name the rule
 * without depending on the backend that applies it.
 *
 * @public
 */
export const CLAIM_RULE_IS_NAMESPACE_OWNER = 'IS_NAMESPACE_OWNER';

/**
 * Parameters of the rule: entity references of groups, of which one must own the namespace.
 *
 * @public
 */
export type IsNamespaceOwnerParams = { owners: string[] };

/** @public */
export type IsNamespaceOwnerCondition = PermissionCondition<
  ClaimResourceType,
  IsNamespaceOwnerParams
>;

/**
 * The condition "the claim's namespace belongs to one of these groups", for a policy to answer with.
 *
 * @public
 */
export function isClaimNamespaceOwner(
  params: IsNamespaceOwnerParams,
): IsNamespaceOwnerCondition {
  return {
    resourceType: RESOURCE_TYPE_CLAIM,
    rule: CLAIM_RULE_IS_NAMESPACE_OWNER,
    params,
  };
}

/** See a claim, in lists and in detail. @public */
export const claimReadPermission: ResourcePermission<ClaimResourceType> =
  createPermission({
    name: 'claims.claim.read',
    attributes: { action: 'read' },
    resourceType: RESOURCE_TYPE_CLAIM,
  });

/** Request a claim in a namespace. @public */
export const claimCreatePermission: ResourcePermission<ClaimResourceType> =
  createPermission({
    name: 'claims.claim.create',
    attributes: { action: 'create' },
    resourceType: RESOURCE_TYPE_CLAIM,
  });

/** Delete a claim. @public */
export const claimDeletePermission: ResourcePermission<ClaimResourceType> =
  createPermission({
    name: 'claims.claim.delete',
    attributes: { action: 'delete' },
    resourceType: RESOURCE_TYPE_CLAIM,
  });

/** Every permission of the plugin. @public */
export const claimPermissions = [
  claimReadPermission,
  claimCreatePermission,
  claimDeletePermission,
];

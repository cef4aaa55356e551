import {
  createPermission,
  type PermissionCondition,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';

/**
 * Resource type of a delivery. The resource behind it is the namespace an Application delivers into: an
 * Application belongs to whoever owns what it changes.
 *
 * @public
 */
export const RESOURCE_TYPE_DELIVERY = 'delivery-application';

/** @public */
export type DeliveryResourceType = typeof RESOURCE_TYPE_DELIVERY;

/**
 * Name of the one permission rule of deliveries. It is kept here so that a policy can name the rule
 * without depending on the backend that applies it.
 *
 * @public
 */
export const DELIVERY_RULE_IS_NAMESPACE_OWNER = 'IS_NAMESPACE_OWNER';

/** @public */
export type IsDeliveryOwnerCondition = PermissionCondition<
  DeliveryResourceType,
  { owners: string[] }
>;

/**
 * The condition "one of these groups owns what the Application delivers into", for a policy to answer
 * with.
 *
 * @public
 */
export function isDeliveryOwner(params: {
  owners: string[];
}): IsDeliveryOwnerCondition {
  return {
    resourceType: RESOURCE_TYPE_DELIVERY,
    rule: DELIVERY_RULE_IS_NAMESPACE_OWNER,
    params,
  };
}

/** See what runs where, in lists and in detail. @public */
export const deliveryReadPermission: ResourcePermission<DeliveryResourceType> =
  createPermission({
    name: 'delivery.read',
    attributes: { action: 'read' },
    resourceType: RESOURCE_TYPE_DELIVERY,
  });

/** Every permission of the plugin. @public */
export const deliveryPermissions = [deliveryReadPermission];

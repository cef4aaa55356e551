import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_DELIVERY } from '@cairn/plugin-delivery-common';
import type { NamespaceOwnerQuery } from '@cairn/plugin-platform-node';

/** What the permission to read is decided on: whose an Application is. */
export interface DeliveryResource {
  /** Entity reference of the owning group. */
  owner: string;
}

/**
 * The resource behind the permission to read. As a text it is `<cluster>/<namespace>/<name>` of the
 * Application.
 *
 * @public
 */
export const deliveryResourceRef = createPermissionResourceRef<
  DeliveryResource,
  NamespaceOwnerQuery
>().with({
  pluginId: 'delivery',
  resourceType: RESOURCE_TYPE_DELIVERY,
});

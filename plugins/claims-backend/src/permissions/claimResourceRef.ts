import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_CLAIM } from '@cairn/plugin-claims-common';
import type { TenantNamespace } from '@cairn/plugin-platform-common';
import type { NamespaceOwnerQuery } from '@cairn/plugin-platform-node';

/**
 * The resource behind the permissions of claims: the namespace, which carries the owner. As a text it
 * is `<cluster>/<namespace>`.
 *
 * @public
 */
export const claimResourceRef = createPermissionResourceRef<
  TenantNamespace,
  NamespaceOwnerQuery
>().with({
  pluginId: 'claims',
  resourceType: RESOURCE_TYPE_CLAIM,
});

import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_DORA_COMPONENT } from '@cairn/plugin-dora-common';
import type { NamespaceOwnerQuery } from '@cairn/plugin-platform-node';

/** What permissions on a component are decided on: whose it is. */
export interface DoraComponentResource {
  /** Entity reference of the owning group. */
  owner: string;
}

/**
 * A component whose delivery is measured, by its id.
 *
 * @public
 */
export const doraComponentResourceRef = createPermissionResourceRef<
  DoraComponentResource,
  NamespaceOwnerQuery
>().with({
  pluginId: 'dora',
  resourceType: RESOURCE_TYPE_DORA_COMPONENT,
});

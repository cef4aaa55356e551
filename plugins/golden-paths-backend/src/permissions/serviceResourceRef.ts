import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_SCAFFOLDED_SERVICE } from '@cairn/plugin-golden-paths-common';
import type { NamespaceOwnerQuery } from '@cairn/plugin-platform-node';

/** What decides on a service: the group that owns it. */
export interface OwnedService {
  /** Entity reference of a group or a person. */
  owner: string;
}

/**
 * The resource behind `golden-paths.service.update`: an entity of the catalog, with its owner.
 *
 * @public
 */
export const serviceResourceRef = createPermissionResourceRef<
  OwnedService,
  NamespaceOwnerQuery
>().with({
  pluginId: 'golden-paths',
  resourceType: RESOURCE_TYPE_SCAFFOLDED_SERVICE,
});

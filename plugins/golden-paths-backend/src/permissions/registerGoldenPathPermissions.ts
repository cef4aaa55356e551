import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import { createPermissionRule } from '@backstage/plugin-permission-node';
import {
  catalogValidatePermission,
  goldenPathReadPermission,
  nameCheckPermission,
  SERVICE_RULE_IS_OWNER,
  serviceUpdatePermission,
} from '@cairn/plugin-golden-paths-common';
import { z } from 'zod';
import { serviceResourceRef } from './serviceResourceRef';

/** Allows what one of the groups owns. */
const isServiceOwner = createPermissionRule({
  name: SERVICE_RULE_IS_OWNER,
  description: 'Allow services that one of the groups owns',
  resourceRef: serviceResourceRef,
  paramsSchema: z.object({
    owners: z
      .array(z.string())
      .describe('Entity references of groups, one of which owns it'),
  }),
  apply: (service, { owners }) => owners.includes(service.owner),
  toQuery: ({ owners }) => ({ owners }),
});

/** Tells the permission framework what there is to decide, and on what. */
export function registerGoldenPathPermissions(
  registry: PermissionsRegistryService,
): void {
  registry.addPermissions([
    goldenPathReadPermission,
    nameCheckPermission,
    catalogValidatePermission,
  ]);
  registry.addResourceType({
    resourceRef: serviceResourceRef,
    permissions: [serviceUpdatePermission],
    rules: [isServiceOwner],
  });
}

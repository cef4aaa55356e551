import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import { claimPermissions } from '@cairn/plugin-claims-common';
import {
  createIsNamespaceOwnerRule,
  type NamespaceTenancy,
} from '@cairn/plugin-platform-node';
import { claimResourceRef } from './claimResourceRef';

/** Tells the permission framework what there is to decide, and on what. */
export function registerClaimPermissions(options: {
  registry: PermissionsRegistryService;
  tenancy: NamespaceTenancy;
}): void {
  const { registry, tenancy } = options;
  registry.addResourceType({
    resourceRef: claimResourceRef,
    permissions: claimPermissions,
    rules: [createIsNamespaceOwnerRule({ resourceRef: claimResourceRef })],
    async getResources(resourceRefs) {
      return Promise.all(
        resourceRefs.map(async ref => {
          const slash = ref.indexOf('/');
          return slash === -1
            ? undefined
            : tenancy.find({
                cluster: ref.slice(0, slash),
                namespace: ref.slice(slash + 1),
              });
        }),
      );
    },
  });
}

import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import { deliveryPermissions } from '@cairn/plugin-delivery-common';
import { createIsNamespaceOwnerRule } from '@cairn/plugin-platform-node';
import type { ApplicationFinder } from '../services/ApplicationFinder';
import { deliveryResourceRef } from './deliveryResourceRef';

/** Tells the permission framework what there is to decide, and on what. */
export function registerDeliveryPermissions(options: {
  registry: PermissionsRegistryService;
  finder: ApplicationFinder;
}): void {
  const { registry, finder } = options;
  registry.addResourceType({
    resourceRef: deliveryResourceRef,
    permissions: deliveryPermissions,
    rules: [createIsNamespaceOwnerRule({ resourceRef: deliveryResourceRef })],
    async getResources(resourceRefs) {
      const { items } = await finder.list();
      const owners = new Map(
        items.map(({ cluster, object, owner }) => [
          [cluster, object.metadata.namespace, object.metadata.name].join('/'),
          owner,
        ]),
      );
      return resourceRefs.map(ref => {
        const owner = owners.get(ref);
        return owner === undefined ? undefined : { owner };
      });
    },
  });
}

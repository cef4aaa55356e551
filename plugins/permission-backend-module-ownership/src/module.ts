import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { OwnershipPermissionPolicy } from './OwnershipPermissionPolicy';
import { readOwnershipOptions } from './readOwnershipOptions';

/**
 * Makes ownership the permission policy.
 *
 * @public
 */
export const permissionModuleOwnership = createBackendModule({
  pluginId: 'permission',
  moduleId: 'ownership',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        policy: policyExtensionPoint,
      },
      async init({ config, policy }) {
        policy.setPolicy(
          OwnershipPermissionPolicy.create(readOwnershipOptions(config)),
        );
      },
    });
  },
});

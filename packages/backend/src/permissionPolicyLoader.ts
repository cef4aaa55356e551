import {
  coreServices,
  createBackendFeatureLoader,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';

/**
 * Installs the permission policy that `permission.policy` names: `ownership` (the default), or
 * `allow-all`, which leaves every decision to the clusters and exists to prove that they decide alone.
 */
export const permissionPolicyLoader = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  async *loader({ config }) {
    const policy = config.getOptionalString('permission.policy') ?? 'ownership';
    switch (policy) {
      case 'ownership':
        yield import('@cairn/plugin-permission-backend-module-ownership');
        break;
      case 'allow-all':
        yield import(
          '@backstage/plugin-permission-backend-module-allow-all-policy'
        );
        break;
      default:
        throw new InputError(
          `permission.policy is '${policy}'; it must be 'ownership' or 'allow-all'`,
        );
    }
  },
});

import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { createConditionTransformer } from '@backstage/plugin-permission-node';
import {
  namespaceTenancyServiceRef,
  userKubernetesClientServiceRef,
  watchCacheServiceRef,
} from '@cairn/plugin-platform-node';
import { claimResourceRef } from './permissions/claimResourceRef';
import { registerClaimPermissions } from './permissions/registerClaimPermissions';
import { createRouter } from './router';
import { AuthorizedClaimService } from './services/AuthorizedClaimService';
import { DefaultClaimService } from './services/DefaultClaimService';

/**
 * Self-service resources from Crossplane definitions.
 *
 * @public
 */
export const claimsPlugin = createBackendPlugin({
  pluginId: 'claims',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        cache: watchCacheServiceRef,
        client: userKubernetesClientServiceRef,
        tenancy: namespaceTenancyServiceRef,
      },
      async init(deps) {
        const { permissionsRegistry, tenancy, cache, client } = deps;
        registerClaimPermissions({ registry: permissionsRegistry, tenancy });
        const claims = AuthorizedClaimService.create({
          operations: DefaultClaimService.create({ cache, client, tenancy }),
          permissions: deps.permissions,
          transformConditions: createConditionTransformer(
            permissionsRegistry.getPermissionRuleset(claimResourceRef),
          ),
          tenancy,
        });
        deps.httpRouter.use(
          await createRouter({
            claims,
            httpAuth: deps.httpAuth,
            auditor: deps.auditor,
            logger: deps.logger,
          }),
        );
      },
    });
  },
});

import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { createConditionTransformer } from '@backstage/plugin-permission-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  clusterRegistryServiceRef,
  namespaceTenancyServiceRef,
  watchCacheServiceRef,
} from '@cairn/plugin-platform-node';
import { readDeliveryOptions } from './config/readDeliveryOptions';
import { deliveryResourceRef } from './permissions/deliveryResourceRef';
import { registerDeliveryPermissions } from './permissions/registerDeliveryPermissions';
import { createRouter } from './router';
import { ApplicationFinder } from './services/ApplicationFinder';
import { AuthorizedDeliveryService } from './services/AuthorizedDeliveryService';
import { DefaultDeliveryService } from './services/DefaultDeliveryService';
import { DeliverySignalsTask } from './tasks/DeliverySignalsTask';

/**
 * What runs where, from the Applications of Argo CD.
 *
 * @public
 */
export const deliveryPlugin = createBackendPlugin({
  pluginId: 'delivery',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        catalog: catalogServiceRef,
        signals: signalsServiceRef,
        cache: watchCacheServiceRef,
        clusters: clusterRegistryServiceRef,
        tenancy: namespaceTenancyServiceRef,
      },
      async init(deps) {
        const finder = ApplicationFinder.create(deps);
        registerDeliveryPermissions({
          registry: deps.permissionsRegistry,
          finder,
        });
        const deliveries = AuthorizedDeliveryService.create({
          deliveries: DefaultDeliveryService.create({
            finder,
            catalog: deps.catalog,
            options: readDeliveryOptions(deps.config),
          }),
          permissions: deps.permissions,
          transformConditions: createConditionTransformer(
            deps.permissionsRegistry.getPermissionRuleset(deliveryResourceRef),
          ),
        });
        deps.httpRouter.use(await createRouter({ ...deps, deliveries }));

        const signals = DeliverySignalsTask.create(deps);
        deps.lifecycle.addStartupHook(() => signals.start());
        deps.lifecycle.addShutdownHook(() => signals.stop());
      },
    });
  },
});

import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { doraCollectorExtensionPoint } from '@cairn/plugin-dora-node';
import {
  clusterRegistryServiceRef,
  namespaceTenancyServiceRef,
  watchCacheServiceRef,
} from '@cairn/plugin-platform-node';
import { ArgoCollector } from './ArgoCollector';

/**
 * Deployments from Argo CD.
 *
 * @public
 */
export const doraModuleArgocd = createBackendModule({
  pluginId: 'dora',
  moduleId: 'argocd',
  register(env) {
    env.registerInit({
      deps: {
        collectors: doraCollectorExtensionPoint,
        cache: watchCacheServiceRef,
        clusters: clusterRegistryServiceRef,
        tenancy: namespaceTenancyServiceRef,
        events: eventsServiceRef,
        logger: coreServices.logger,
      },
      async init({ collectors, ...deps }) {
        collectors.addRunning(ArgoCollector.create(deps));
      },
    });
  },
});

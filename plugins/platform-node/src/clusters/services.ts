import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { readClusterOptions } from '../config/readClusterOptions';
import { readPlatformOptions } from '../config/readPlatformOptions';
import type { ClusterRegistry } from '../types';
import { ClusterConnections } from './ClusterConnections';
import { DefaultClusterRegistry } from './DefaultClusterRegistry';

/**
 * The clusters of the configuration.
 *
 * @public
 */
export const clusterRegistryServiceRef = createServiceRef<ClusterRegistry>({
  id: 'platform.cluster-registry',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { config: coreServices.rootConfig },
      factory: ({ config }) =>
        DefaultClusterRegistry.create(readClusterOptions(config)),
    }),
});

/** The wires to the clusters; for the services of this package only. */
export const clusterConnectionsServiceRef =
  createServiceRef<ClusterConnections>({
    id: 'platform.cluster-connections',
    scope: 'root',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: {
          config: coreServices.rootConfig,
          lifecycle: coreServices.rootLifecycle,
        },
        factory({ config, lifecycle }) {
          const connections = ClusterConnections.create(
            readClusterOptions(config),
            readPlatformOptions(config),
          );
          lifecycle.addShutdownHook(() => connections.close());
          return connections;
        },
      }),
  });

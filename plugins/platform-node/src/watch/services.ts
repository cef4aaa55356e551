import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { clusterConnectionsServiceRef } from '../clusters/services';
import { readPlatformOptions } from '../config/readPlatformOptions';
import type { WatchCache } from '../types';
import { DefaultWatchCache } from './DefaultWatchCache';

/**
 * What the clusters hold, from memory, for all plugins together. Callers filter by what the person
 * may see.
 *
 * @public
 */
export const watchCacheServiceRef = createServiceRef<WatchCache>({
  id: 'platform.watch-cache',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        connections: clusterConnectionsServiceRef,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.rootLogger,
      },
      factory({ config, connections, lifecycle, logger }) {
        const cache = DefaultWatchCache.create({
          connections,
          watch: readPlatformOptions(config).watch,
          logger: logger.child({ service: 'platform.watch-cache' }),
        });
        lifecycle.addShutdownHook(() => cache.stop());
        return cache;
      },
    }),
});

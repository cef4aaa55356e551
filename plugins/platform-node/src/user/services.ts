import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { clusterConnectionsServiceRef } from '../clusters/services';
import { readPlatformOptions } from '../config/readPlatformOptions';
import { personServiceRef } from '../person/services';
import type { UserKubernetesClient } from '../types';
import { DefaultUserKubernetesClient } from './DefaultUserKubernetesClient';

/**
 * Acts on clusters as the signed-in person.
 *
 * @remarks Per plugin, because the person's groups are asked with the plugin's own tokens; the
 * connections beneath are shared by all.
 *
 * @public
 */
export const userKubernetesClientServiceRef =
  createServiceRef<UserKubernetesClient>({
    id: 'platform.user-kubernetes-client',
    scope: 'plugin',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: {
          config: coreServices.rootConfig,
          connections: clusterConnectionsServiceRef,
          people: personServiceRef,
        },
        factory({ config, connections, people }) {
          const options = readPlatformOptions(config);
          return DefaultUserKubernetesClient.create({
            connections,
            people,
            prefix: options.impersonationPrefix,
            readTimeout: options.readTimeout,
          });
        },
      }),
  });

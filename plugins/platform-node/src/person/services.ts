import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { readPlatformOptions } from '../config/readPlatformOptions';
import { DefaultPersonService } from './DefaultPersonService';
import type { PersonService } from './PersonService';

/**
 * The signed-in person and its verified groups.
 *
 * @remarks Per plugin, because who somebody is, is asked with the plugin's own tokens.
 *
 * @public
 */
export const personServiceRef = createServiceRef<PersonService>({
  id: 'platform.person',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        userInfo: coreServices.userInfo,
        catalog: catalogServiceRef,
      },
      factory: ({ config, userInfo, catalog }) =>
        DefaultPersonService.create({
          userInfo,
          catalog,
          ttl: readPlatformOptions(config).membershipTtl,
        }),
    }),
});

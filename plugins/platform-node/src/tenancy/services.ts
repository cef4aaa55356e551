import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import type { NamespaceTenancy } from '../types';
import { watchCacheServiceRef } from '../watch/services';
import { DefaultNamespaceTenancy } from './DefaultNamespaceTenancy';

/**
 * Which namespace belongs to which team.
 *
 * @public
 */
export const namespaceTenancyServiceRef = createServiceRef<NamespaceTenancy>({
  id: 'platform.namespace-tenancy',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { cache: watchCacheServiceRef },
      factory: ({ cache }) => DefaultNamespaceTenancy.create({ cache }),
    }),
});

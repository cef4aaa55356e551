import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { claimsApiRef } from '../api/ClaimsApi';
import { DatabasesRouter } from '../components/DatabasesRouter';
import { rootRouteRef } from '../routes';
import type { InMemoryClaims } from './InMemoryClaims';

/** The pages under `/databases`, as Ada of team payments sees them. */
export function renderDatabases(
  claims: InMemoryClaims,
  path: string,
  teams: string[] = ['group:default/payments'],
) {
  return renderInTestApp(<DatabasesRouter />, {
    apis: [
      [claimsApiRef, claims],
      mockApis.identity({
        userEntityRef: 'user:default/ada',
        ownershipEntityRefs: ['user:default/ada', ...teams],
      }),
    ],
    mountedRoutes: {
      '/databases': rootRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    mountPath: '/databases/*',
    initialRouteEntries: [path],
  });
}

import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
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
      catalogApiMock({
        entities: [
          {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: {
              name: 'invoice-service',
              title: 'Invoice service',
              annotations: { 'backstage.io/kubernetes-id': 'invoices-app' },
            },
            spec: {},
            relations: [
              { type: 'ownedBy', targetRef: 'group:default/payments' },
            ],
          },
        ],
      }),
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

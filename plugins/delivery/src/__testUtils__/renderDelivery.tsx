import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  catalogApiRef,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { deliveryApiRef } from '../api/DeliveryApi';
import { rootRouteRef } from '../routes';
import type { InMemoryDelivery } from './InMemoryDelivery';

const component = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'web', namespace: 'default' },
  spec: {},
};

/** Something of the plugin, as Ada of team payments sees it on the page of the component `web`. */
export function renderDelivery(
  element: JSX.Element,
  options: { delivery: InMemoryDelivery; path?: string },
) {
  return renderInTestApp(
    <EntityProvider entity={component}>{element}</EntityProvider>,
    {
      apis: [
        [deliveryApiRef, options.delivery],
        [catalogApiRef, catalogApiMock()],
        mockApis.identity({
          userEntityRef: 'user:default/ada',
          ownershipEntityRefs: ['user:default/ada', 'group:default/payments'],
        }),
      ],
      mountedRoutes: {
        '/delivery': rootRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      mountPath: '/delivery/*',
      initialRouteEntries: [options.path ?? '/delivery'],
    },
  );
}

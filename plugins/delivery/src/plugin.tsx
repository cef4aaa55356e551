import {
  ApiBlueprint,
  PageBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { RiRocket2Line } from '@remixicon/react';
import { deliveryApiRef } from './api/DeliveryApi';
import { DeliveryClient } from './api/DeliveryClient';
import { applicationRouteRef, rootRouteRef } from './routes';

const deliveryApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: deliveryApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new DeliveryClient(deps),
    }),
});

const deliveryPage = PageBlueprint.make({
  params: {
    path: '/delivery',
    routeRef: rootRouteRef,
    title: 'Delivery',
    icon: <RiRocket2Line />,
    noHeader: true,
    loader: async () => {
      const { DeliveryRouter } = await import('./DeliveryRouter');
      return <DeliveryRouter />;
    },
  },
});

const entityDelivery = EntityContentBlueprint.make({
  params: {
    path: '/delivery',
    title: 'Delivery',
    group: 'deployment',
    icon: <RiRocket2Line />,
    filter: { kind: 'component' },
    loader: async () => {
      const { EntityDeliveryContent } = await import(
        './entity/EntityDeliveryContent'
      );
      return <EntityDeliveryContent />;
    },
  },
});

/** Only where something is said to run: on a library the card would be noise. */
const entityDeliveryCard = EntityCardBlueprint.make({
  params: {
    type: 'content',
    filter: {
      $all: [
        { kind: 'component' },
        {
          $any: [
            {
              'metadata.annotations.argocd/app-selector': { $exists: true },
            },
            { 'metadata.annotations.argocd/app-name': { $exists: true } },
            {
              'metadata.annotations.backstage.io/kubernetes-id': {
                $exists: true,
              },
            },
          ],
        },
      ],
    },
    loader: async () => {
      const { EntityDeliveryCard } = await import(
        './entity/EntityDeliveryCard'
      );
      return <EntityDeliveryCard />;
    },
  },
});

/** What runs where. */
export const deliveryPlugin = createFrontendPlugin({
  pluginId: 'delivery',
  title: 'Delivery',
  icon: <RiRocket2Line />,
  routes: { root: rootRouteRef, application: applicationRouteRef },
  extensions: [deliveryApi, deliveryPage, entityDelivery, entityDeliveryCard],
});

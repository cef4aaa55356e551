import {
  ApiBlueprint,
  PageBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { RiDatabase2Line } from '@remixicon/react';
import { claimsApiRef } from './api/ClaimsApi';
import { ClaimsClient } from './api/ClaimsClient';
import { claimRouteRef, requestRouteRef, rootRouteRef } from './routes';

const claimsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: claimsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new ClaimsClient(deps),
    }),
});

const databasesPage = PageBlueprint.make({
  params: {
    path: '/databases',
    routeRef: rootRouteRef,
    title: 'Databases',
    icon: <RiDatabase2Line />,
    noHeader: true,
    loader: async () => {
      const { DatabasesRouter } = await import('./components/DatabasesRouter');
      return <DatabasesRouter />;
    },
  },
});

/** Self-service resources; databases first. */
export const claimsPlugin = createFrontendPlugin({
  pluginId: 'claims',
  title: 'Databases',
  icon: <RiDatabase2Line />,
  routes: {
    root: rootRouteRef,
    request: requestRouteRef,
    claim: claimRouteRef,
  },
  extensions: [claimsApi, databasesPage],
});

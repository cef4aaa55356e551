import type { Entity } from '@backstage/catalog-model';
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
import { RiLineChartLine } from '@remixicon/react';
import { doraApiRef } from './api/DoraApi';
import { DoraClient } from './api/DoraClient';
import { metricRouteRef, rootRouteRef, sourcesRouteRef } from './routes';

const doraApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: doraApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new DoraClient(deps),
    }),
});

const doraPage = PageBlueprint.make({
  params: {
    path: '/performance',
    routeRef: rootRouteRef,
    title: 'Delivery performance',
    icon: <RiLineChartLine />,
    noHeader: true,
    loader: async () => {
      const { DoraRouter } = await import('./DoraRouter');
      return <DoraRouter />;
    },
  },
});

/** Of what is never deployed by itself nothing could be said. */
const isDeployed = ({ kind, spec }: Entity) =>
  kind === 'Component' && spec?.type !== 'library';

const entityPerformance = EntityContentBlueprint.make({
  params: {
    path: '/performance',
    title: 'Performance',
    group: 'deployment',
    icon: <RiLineChartLine />,
    filter: isDeployed,
    loader: async () => {
      const { EntityPerformanceContent } = await import(
        './entity/EntityPerformanceContent'
      );
      return <EntityPerformanceContent />;
    },
  },
});

const entityPerformanceCard = EntityCardBlueprint.make({
  params: {
    type: 'content',
    filter: isDeployed,
    loader: async () => {
      const { EntityPerformanceCard } = await import(
        './entity/EntityPerformanceCard'
      );
      return <EntityPerformanceCard />;
    },
  },
});

/** How often, how fast and how well something is delivered. */
export const doraPlugin = createFrontendPlugin({
  pluginId: 'dora',
  title: 'Delivery performance',
  icon: <RiLineChartLine />,
  routes: {
    root: rootRouteRef,
    metric: metricRouteRef,
    sources: sourcesRouteRef,
  },
  extensions: [doraApi, doraPage, entityPerformance, entityPerformanceCard],
});

import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();

export const metricRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/metrics/:metric',
});

export const sourcesRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/sources',
});

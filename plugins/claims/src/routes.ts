import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();

export const requestRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/request',
});

export const claimRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/:cluster/:namespace/:name',
});

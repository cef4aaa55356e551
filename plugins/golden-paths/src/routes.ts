import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** Adoption and drift of the golden paths, for those who keep them. */
export const adoptionRouteRef = createRouteRef();

export const pathAdoptionRouteRef = createSubRouteRef({
  parent: adoptionRouteRef,
  path: '/:namespace/:name',
});

export const scoreRouteRef = createRouteRef();

export const registerRouteRef = createRouteRef();

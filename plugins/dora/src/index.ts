export { doraPlugin as default } from './plugin';
export { doraApiRef, type DoraApi } from './api/DoraApi';
export { metricRouteRef, rootRouteRef, sourcesRouteRef } from './routes';

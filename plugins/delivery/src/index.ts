export { deliveryPlugin as default } from './plugin';
export { deliveryApiRef, type DeliveryApi } from './api/DeliveryApi';
export { applicationRouteRef, rootRouteRef } from './routes';

export { claimsPlugin as default } from './plugin';
export { claimsApiRef, type ClaimsApi, type ClaimQuery } from './api/ClaimsApi';
export { databaseOffering } from './databaseOffering';
export { useClaimList } from './hooks/useClaimList';
export { claimRouteRef, requestRouteRef, rootRouteRef } from './routes';

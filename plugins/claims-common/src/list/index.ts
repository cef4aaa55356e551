export { filterClaims } from './filterClaims';
export { pageClaims, type ClaimPage } from './pageClaims';
export { sortClaims } from './sortClaims';

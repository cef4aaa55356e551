export { claimsPlugin as default } from './plugin';

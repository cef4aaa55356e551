export { people, type Person } from './people';
export { startIssuer, type Issuer, type IssuerOptions } from './startIssuer';

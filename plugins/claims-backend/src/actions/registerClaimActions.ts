import type { ActionTools } from './ActionTools';
import { registerDeleteClaim } from './registerDeleteClaim';
import { registerGetClaim } from './registerGetClaim';
import { registerListClaims } from './registerListClaims';
import { registerListOfferings } from './registerListOfferings';
import { registerRequestClaim } from './registerRequestClaim';

/**
 * What other parts of the portal, and assistants, can do with claims for a person. Behind the same
 * decisions and the same audit as the routes.
 */
export function registerClaimActions(tools: ActionTools): void {
  registerListOfferings(tools);
  registerListClaims(tools);
  registerGetClaim(tools);
  registerRequestClaim(tools);
  registerDeleteClaim(tools);
}

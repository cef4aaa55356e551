import type {
  ClaimDetail,
  ClaimList,
  ClaimListQuery,
  ClaimRef,
  ClaimRequest,
  NameAvailability,
  Offering,
  OfferingList,
  Preflight,
  RequestTargets,
} from '@cairn/plugin-claims-common';
import type { UserCredentials } from '@cairn/plugin-platform-node';

/** On whose behalf something is done. */
export interface AsUser {
  credentials: UserCredentials;
}

/** What the plugin does for a signed-in person; every door (routes, actions) goes through it. */
export interface ClaimService {
  listOfferings(options: AsUser): Promise<OfferingList>;
  /** @throws NotFoundError */
  getOffering(
    query: { offering: string; cluster?: string },
    options: AsUser,
  ): Promise<Offering>;
  listTargets(
    query: { offering: string },
    options: AsUser,
  ): Promise<RequestTargets>;
  /** @throws InputError for a cursor of another list. */
  listClaims(query: ClaimListQuery, options: AsUser): Promise<ClaimList>;
  /** @throws NotFoundError for what is missing, foreign or forbidden alike. */
  getClaim(ref: ClaimRef, options: AsUser): Promise<ClaimDetail>;
  checkAvailability(ref: ClaimRef, options: AsUser): Promise<NameAvailability>;
  preflight(request: ClaimRequest, options: AsUser): Promise<Preflight>;
  /**
   * @throws ClaimInvalidError, NotAllowedError, ConflictError, ServiceUnavailableError
   * @returns `created: false` when the same person made the same request before.
   */
  createClaim(
    request: ClaimRequest,
    options: AsUser,
  ): Promise<{ created: boolean; claim: ClaimDetail }>;
  /** @throws NotFoundError, NotAllowedError, ConflictError for another uid. */
  deleteClaim(ref: ClaimRef & { uid: string }, options: AsUser): Promise<void>;
}

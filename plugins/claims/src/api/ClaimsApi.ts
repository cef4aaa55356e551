import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  ClaimDetail,
  ClaimList,
  ClaimRef,
  ClaimRequest,
  NameAvailability,
  OfferingList,
  Preflight,
  RequestTargets,
} from '@cairn/plugin-claims-common';
import type { State } from '@cairn/plugin-platform-common';

/** What to list; every given part narrows the answer, several values of one part widen it. */
export interface ClaimQuery {
  offering?: string[];
  /** Entity references of groups. */
  owner?: string[];
  cluster?: string[];
  namespace?: string[];
  environment?: string[];
  /** Values of the label `backstage.io/kubernetes-id`. */
  component?: string[];
  state?: State[];
  /** Words that must all occur. */
  q?: string;
  /** For example `name` or `-createdAt`. */
  sort?: string;
  limit?: number;
  cursor?: string;
}

/** Where a name is checked. */
export type AvailabilityQuery = Pick<
  ClaimRequest,
  'cluster' | 'offering' | 'namespace' | 'name'
>;

/**
 * The claims backend, as the signed-in person. Failures reject with the error the backend named;
 * `ClaimsRequestError` where the request itself was refused at some of its fields.
 */
export interface ClaimsApi {
  listOfferings(): Promise<OfferingList>;
  listTargets(offering: string): Promise<RequestTargets>;
  checkAvailability(query: AvailabilityQuery): Promise<NameAvailability>;
  preflight(request: ClaimRequest): Promise<Preflight>;
  listClaims(query: ClaimQuery): Promise<ClaimList>;
  getClaim(ref: ClaimRef): Promise<ClaimDetail>;
  createClaim(request: ClaimRequest): Promise<ClaimDetail>;
  /** @param uid - of the claim that was seen, so that a newer one of the same name is safe */
  deleteClaim(ref: ClaimRef, uid: string): Promise<void>;
}

export const claimsApiRef = createApiRef<ClaimsApi>().with({
  id: 'plugin.claims.client',
  pluginId: 'claims',
});

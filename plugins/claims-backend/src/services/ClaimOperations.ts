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
import type { TenantNamespace } from '@cairn/plugin-platform-common';
import type { OwnerScope } from '@cairn/plugin-platform-node';
import type { AsUser } from './ClaimService';

/** What has been decided about a person and the namespace of one claim. */
export interface Decided extends AsUser {
  tenant: TenantNamespace;
  /** Whether the policy lets the person delete claims there. */
  mayDelete: boolean;
}

/**
 * The work itself. It decides nothing: each operation is handed what has been decided (a scope, a
 * namespace with its owner), so that it cannot be called without a decision.
 */
export interface ClaimOperations {
  listOfferings(): Promise<OfferingList>;
  getOffering(query: { offering: string; cluster?: string }): Promise<Offering>;
  listTargets(
    query: { offering: string },
    scope: OwnerScope,
  ): Promise<RequestTargets>;
  listClaims(query: ClaimListQuery, scope: OwnerScope): Promise<ClaimList>;
  getClaim(ref: ClaimRef, decided: Decided): Promise<ClaimDetail>;
  /** Without a tenant only the form of the name is looked at. */
  checkAvailability(
    ref: ClaimRef,
    tenant: TenantNamespace | undefined,
  ): Promise<NameAvailability>;
  /** `refusal` is why the person may not request there; then the cluster is not asked. */
  preflight(
    request: ClaimRequest,
    options: AsUser & { refusal?: string },
  ): Promise<Preflight>;
  createClaim(
    request: ClaimRequest,
    decided: Decided,
  ): Promise<{ created: boolean; claim: ClaimDetail }>;
  deleteClaim(ref: ClaimRef & { uid: string }, decided: Decided): Promise<void>;
}

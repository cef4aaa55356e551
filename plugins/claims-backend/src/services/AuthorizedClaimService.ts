import type { PermissionsService } from '@backstage/backend-plugin-api';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import type { ConditionTransformer } from '@backstage/plugin-permission-node';
import {
  claimCreatePermission,
  claimDeletePermission,
  claimReadPermission,
  type ClaimListQuery,
  type ClaimRef,
  type ClaimRequest,
  type ClaimResourceType,
} from '@cairn/plugin-claims-common';
import type { TenantNamespace } from '@cairn/plugin-platform-common';
import {
  type NamespaceOwnerQuery,
  type NamespaceTenancy,
  ownerScope,
  type OwnerScope,
} from '@cairn/plugin-platform-node';
import { claimNotFound } from '../errors/claimNotFound';
import type { ClaimOperations } from './ClaimOperations';
import type { AsUser, ClaimService } from './ClaimService';

type Place = Pick<ClaimRef, 'cluster' | 'namespace'>;

/**
 * Decides, for the signed-in person, before anything is done. A namespace that is missing, has no owner
 * or belongs to others is one case: nothing in the answer tells them apart.
 */
export class AuthorizedClaimService implements ClaimService {
  readonly #operations: ClaimOperations;
  readonly #permissions: PermissionsService;
  readonly #transform: ConditionTransformer<NamespaceOwnerQuery>;
  readonly #tenancy: NamespaceTenancy;

  static create(options: {
    operations: ClaimOperations;
    permissions: PermissionsService;
    transformConditions: ConditionTransformer<NamespaceOwnerQuery>;
    tenancy: NamespaceTenancy;
  }): AuthorizedClaimService {
    return new AuthorizedClaimService(options);
  }

  private constructor(options: {
    operations: ClaimOperations;
    permissions: PermissionsService;
    transformConditions: ConditionTransformer<NamespaceOwnerQuery>;
    tenancy: NamespaceTenancy;
  }) {
    this.#operations = options.operations;
    this.#permissions = options.permissions;
    this.#transform = options.transformConditions;
    this.#tenancy = options.tenancy;
  }

  // What can be requested is no secret: the definitions are open to everybody who is signed in.
  async listOfferings() {
    return this.#operations.listOfferings();
  }

  async getOffering(query: { offering: string; cluster?: string }) {
    return this.#operations.getOffering(query);
  }

  async listTargets(query: { offering: string }, options: AsUser) {
    const [scope] = await this.#scopes([claimCreatePermission], options);
    return this.#operations.listTargets(query, scope);
  }

  async listClaims(query: ClaimListQuery, options: AsUser) {
    const [scope] = await this.#scopes([claimReadPermission], options);
    return this.#operations.listClaims(query, scope);
  }

  async getClaim(ref: ClaimRef, options: AsUser) {
    const [mayRead, mayDelete] = await this.#scopes(
      [claimReadPermission, claimDeletePermission],
      options,
    );
    const tenant = await this.#tenant(ref, mayRead);
    if (!tenant) {
      throw claimNotFound(ref);
    }
    return this.#operations.getClaim(ref, {
      ...options,
      tenant,
      mayDelete: mayDelete(tenant.owner),
    });
  }

  async checkAvailability(ref: ClaimRef, options: AsUser) {
    const [mayCreate] = await this.#scopes([claimCreatePermission], options);
    const tenant = await this.#tenant(ref, mayCreate);
    return this.#operations.checkAvailability(ref, tenant);
  }

  async preflight(request: ClaimRequest, options: AsUser) {
    const [mayCreate] = await this.#scopes([claimCreatePermission], options);
    const tenant = await this.#tenant(request, mayCreate);
    return this.#operations.preflight(request, {
      ...options,
      ...(!tenant && { refusal: refusal(request) }),
    });
  }

  async createClaim(request: ClaimRequest, options: AsUser) {
    const [mayCreate, mayDelete] = await this.#scopes(
      [claimCreatePermission, claimDeletePermission],
      options,
    );
    const tenant = await this.#tenant(request, mayCreate);
    if (!tenant) {
      throw new NotAllowedError(refusal(request));
    }
    return this.#operations.createClaim(request, {
      ...options,
      tenant,
      mayDelete: mayDelete(tenant.owner),
    });
  }

  async deleteClaim(ref: ClaimRef & { uid: string }, options: AsUser) {
    const [mayRead, mayDelete] = await this.#scopes(
      [claimReadPermission, claimDeletePermission],
      options,
    );
    const tenant = await this.#tenant(ref, owner =>
      [mayRead, mayDelete].some(may => may(owner)),
    );
    if (!tenant) {
      throw claimNotFound(ref);
    }
    if (!mayDelete(tenant.owner)) {
      throw new NotAllowedError(
        `You may see what is in namespace "${ref.namespace}" but not delete it. Ask the owning team (${tenant.owner}).`,
      );
    }
    await this.#operations.deleteClaim(ref, {
      ...options,
      tenant,
      mayDelete: true,
    });
  }

  async #scopes(
    permissions: ResourcePermission<ClaimResourceType>[],
    { credentials }: AsUser,
  ): Promise<OwnerScope[]> {
    const decisions = await this.#permissions.authorizeConditional(
      permissions.map(permission => ({ permission })),
      { credentials },
    );
    return permissions.map((_, index) =>
      ownerScope(decisions[index], this.#transform),
    );
  }

  /**
   * The namespace, if it is in scope. While the cluster's namespaces cannot be read nobody is told that
   * something is not there: that is said of every namespace alike.
   */
  async #tenant(
    place: Place,
    scope: OwnerScope,
  ): Promise<TenantNamespace | undefined> {
    const { items, sources } = await this.#tenancy.list();
    const tenant = items.find(
      ({ cluster, name }) =>
        cluster === place.cluster && name === place.namespace,
    );
    if (tenant && scope(tenant.owner)) {
      return tenant;
    }
    const source = sources.find(({ cluster }) => cluster === place.cluster);
    if (source && source.state !== 'synced') {
      throw new ServiceUnavailableError(
        `Cluster "${place.cluster}" cannot be read at the moment, so the owner of the namespace is not known. Try again in a minute.`,
      );
    }
    return undefined;
  }
}

function refusal({ cluster, namespace }: Place): string {
  return `You may not request anything in namespace "${namespace}" on cluster "${cluster}". Choose a namespace of one of your teams, or ask the platform team for one.`;
}

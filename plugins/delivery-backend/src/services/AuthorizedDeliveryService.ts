import type { PermissionsService } from '@backstage/backend-plugin-api';
import {
  deliveryReadPermission,
  type DeliveryRef,
} from '@cairn/plugin-delivery-common';
import type { ConditionTransformer } from '@backstage/plugin-permission-node';
import {
  ownerScope,
  type NamespaceOwnerQuery,
  type OwnerScope,
} from '@cairn/plugin-platform-node';
import type { DefaultDeliveryService } from './DefaultDeliveryService';
import type {
  AsUser,
  DeliveryListQuery,
  DeliveryService,
} from './DeliveryService';

interface Options {
  deliveries: DefaultDeliveryService;
  permissions: PermissionsService;
  transformConditions: ConditionTransformer<NamespaceOwnerQuery>;
}

/**
 * Decides, for the signed-in person, before anything is read. An Application that is missing, has no
 * owner or belongs to others is one case: nothing in the answer tells them apart.
 */
export class AuthorizedDeliveryService implements DeliveryService {
  readonly #options: Options;

  static create(options: Options): AuthorizedDeliveryService {
    return new AuthorizedDeliveryService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async listApplications(query: DeliveryListQuery, user: AsUser) {
    const scope = await this.#scope(user);
    return this.#options.deliveries.listApplications(query, scope);
  }

  async getApplication(ref: DeliveryRef, user: AsUser) {
    const scope = await this.#scope(user);
    return this.#options.deliveries.getApplication(ref, scope);
  }

  async getEntityDelivery(entityRef: string, user: AsUser) {
    const scope = await this.#scope(user);
    return this.#options.deliveries.getEntityDelivery(entityRef, scope, user);
  }

  async #scope({ credentials }: AsUser): Promise<OwnerScope> {
    const { permissions, transformConditions } = this.#options;
    const [decision] = await permissions.authorizeConditional(
      [{ permission: deliveryReadPermission }],
      { credentials },
    );
    return ownerScope(decision, transformConditions);
  }
}

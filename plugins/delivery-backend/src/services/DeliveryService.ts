import type {
  DeliveryDetail,
  DeliveryList,
  DeliveryListFilter,
  DeliveryRef,
  EntityDelivery,
} from '@cairn/plugin-delivery-common';
import type { UserCredentials } from '@cairn/plugin-platform-node';

/** On whose behalf something is done. */
export interface AsUser {
  credentials: UserCredentials;
}

/** Which page of which list. */
export interface DeliveryListQuery extends DeliveryListFilter {
  limit?: number;
  cursor?: string;
}

/** What the plugin does for a signed-in person. */
export interface DeliveryService {
  /** @throws InputError for a cursor that no page has given. */
  listApplications(
    query: DeliveryListQuery,
    options: AsUser,
  ): Promise<DeliveryList>;
  /** @throws NotFoundError for what is missing, foreign or forbidden. */
  getApplication(ref: DeliveryRef, options: AsUser): Promise<DeliveryDetail>;
  /** @throws NotFoundError for an entity that is missing or forbidden. */
  getEntityDelivery(
    entityRef: string,
    options: AsUser,
  ): Promise<EntityDelivery>;
}

import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  DeliveryDetail,
  DeliveryList,
  DeliveryRef,
  EntityDelivery,
} from '@cairn/plugin-delivery-common';

/** The delivery backend, as the signed-in person. Failures reject with the error the backend named. */
export interface DeliveryApi {
  listApplications(query: {
    limit?: number;
    cursor?: string;
  }): Promise<DeliveryList>;
  getApplication(ref: DeliveryRef): Promise<DeliveryDetail>;
  getEntityDelivery(entityRef: string): Promise<EntityDelivery>;
}

export const deliveryApiRef = createApiRef<DeliveryApi>().with({
  id: 'plugin.delivery.client',
  pluginId: 'delivery',
});

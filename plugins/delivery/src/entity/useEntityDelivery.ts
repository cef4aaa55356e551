import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { EntityDelivery } from '@cairn/plugin-delivery-common';
import { useLive, type Live } from '@cairn/plugin-platform-react';
import { deliveryApiRef } from '../api/DeliveryApi';

/** The Applications of the entity whose page this is, live. */
export function useEntityDelivery(): Live<EntityDelivery> {
  const deliveryApi = useApi(deliveryApiRef);
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  return useLive({
    key: entityRef,
    load: () => deliveryApi.getEntityDelivery(entityRef),
    channel: 'delivery',
    concerns: () => true,
  });
}

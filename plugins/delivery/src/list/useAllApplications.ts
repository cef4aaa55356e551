import { useApi } from '@backstage/frontend-plugin-api';
import type { DeliveryList } from '@cairn/plugin-delivery-common';
import { useLive, type Live } from '@cairn/plugin-platform-react';
import { deliveryApiRef } from '../api/DeliveryApi';

/** The largest page the backend gives. */
const pageSize = 1_000;

/** Every Application the person may see, live. Follows the pages to the end, so that totals are true. */
export function useAllApplications(): Live<DeliveryList> {
  const deliveryApi = useApi(deliveryApiRef);
  return useLive({
    key: 'all',
    load: async () => {
      const first = await deliveryApi.listApplications({ limit: pageSize });
      const items = [...first.items];
      let cursor = first.nextCursor;
      while (cursor) {
        const page = await deliveryApi.listApplications({
          limit: pageSize,
          cursor,
        });
        items.push(...page.items);
        cursor = page.nextCursor;
      }
      return { ...first, items };
    },
    channel: 'delivery',
    concerns: () => true,
  });
}

import { useApi } from '@backstage/frontend-plugin-api';
import type { ClaimList, ClaimSignal } from '@cairn/plugin-claims-common';
import { type Live, useLive } from '@cairn/plugin-platform-react';
import { claimsApiRef, type ClaimQuery } from '../api/ClaimsApi';

/** The largest page the backend gives. */
const pageSize = 1_000;

/** Claims that answer a query, live. Follows the pages to the end, so that totals are true. */
export function useClaimList(query: ClaimQuery): Live<ClaimList> {
  const claimsApi = useApi(claimsApiRef);
  return useLive({
    key: JSON.stringify(query),
    load: async () => {
      const first = await claimsApi.listClaims({ limit: pageSize, ...query });
      const items = [...first.items];
      let cursor = query.limit ? undefined : first.nextCursor;
      while (cursor) {
        const page = await claimsApi.listClaims({
          ...query,
          limit: pageSize,
          cursor,
        });
        items.push(...page.items);
        cursor = page.nextCursor;
      }
      return { ...first, items };
    },
    channel: 'claims',
    concerns: (signal: ClaimSignal) =>
      !query.offering || query.offering.includes(signal.offering),
  });
}

import { useApi } from '@backstage/frontend-plugin-api';
import type { ClaimDetail, ClaimRef } from '@cairn/plugin-claims-common';
import { claimsApiRef } from '../api/ClaimsApi';
import { useLive, type Live } from './useLive';

/** One claim with everything about it, live. */
export function useClaim(ref: ClaimRef): Live<ClaimDetail> {
  const claimsApi = useApi(claimsApiRef);
  return useLive({
    key: [ref.cluster, ref.offering, ref.namespace, ref.name].join('/'),
    load: () => claimsApi.getClaim(ref),
    concerns: signal =>
      signal.cluster === ref.cluster &&
      signal.offering === ref.offering &&
      signal.namespace === ref.namespace &&
      signal.name === ref.name,
  });
}

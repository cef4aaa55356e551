import { useApi } from '@backstage/frontend-plugin-api';
import type {
  ClaimDetail,
  ClaimRef,
  ClaimSignal,
} from '@cairn/plugin-claims-common';
import { type Live, useLive } from '@cairn/plugin-platform-react';
import { claimsApiRef } from '../api/ClaimsApi';

/** One claim with everything about it, live. */
export function useClaim(ref: ClaimRef): Live<ClaimDetail> {
  const claimsApi = useApi(claimsApiRef);
  return useLive({
    key: [ref.cluster, ref.offering, ref.namespace, ref.name].join('/'),
    load: () => claimsApi.getClaim(ref),
    channel: 'claims',
    concerns: (signal: ClaimSignal) =>
      signal.cluster === ref.cluster &&
      signal.offering === ref.offering &&
      signal.namespace === ref.namespace &&
      signal.name === ref.name,
  });
}

import type { ClaimRef } from '@cairn/plugin-claims-common';

/** Text that is the same for the same claim. */
export function claimKey(ref: ClaimRef): string {
  return [ref.cluster, ref.offering, ref.namespace, ref.name].join('|');
}

import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../../runtime';
import { isObject } from '../fieldpath/FieldPath';

/** Whether a composite belongs to this claim, or to none yet. */
export function isBoundTo(
  composite: KubernetesObject,
  claim: KubernetesObject,
): boolean {
  const owner = composite.spec?.claimRef;
  if (!isObject(owner)) return true;
  return (
    owner.name === claim.metadata.name &&
    owner.namespace === claim.metadata.namespace
  );
}

/** Whether the composite is not what its claim says. */
export function differsFromClaim(
  existing: KubernetesObject,
  wanted: KubernetesObject,
): boolean {
  return !(
    isDeepStrictEqual(existing.spec, wanted.spec) &&
    isDeepStrictEqual(
      existing.metadata.labels ?? {},
      wanted.metadata.labels ?? {},
    ) &&
    isDeepStrictEqual(
      existing.metadata.annotations ?? {},
      wanted.metadata.annotations ?? {},
    )
  );
}

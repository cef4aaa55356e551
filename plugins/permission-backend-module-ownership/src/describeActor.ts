import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { OwnershipOptions } from './readOwnershipOptions';

/** Who asks, as far as the policy cares. */
export interface Actor {
  userRef: string;
  /** Everything the person owns things as: itself and its groups. */
  ownershipRefs: string[];
  groupRefs: string[];
  isPlatform: boolean;
  isAuditor: boolean;
}

function normalise(entityRef: string): string | undefined {
  try {
    return stringifyEntityRef(parseEntityRef(entityRef));
  } catch {
    return undefined;
  }
}

/**
 * Reads a person from what the sign-in says of it. References that are none are left out: they can
 * only take rights away.
 */
export function describeActor(
  info: { userEntityRef: string; ownershipEntityRefs: string[] },
  options: OwnershipOptions,
): Actor | undefined {
  const userRef = normalise(info.userEntityRef);
  if (!userRef?.startsWith('user:')) {
    return undefined;
  }
  const groupRefs = [
    ...new Set(
      info.ownershipEntityRefs
        .map(normalise)
        .filter(ref => ref !== undefined)
        .filter(ref => ref.startsWith('group:')),
    ),
  ].sort();
  return {
    userRef,
    groupRefs,
    ownershipRefs: [userRef, ...groupRefs],
    isPlatform: groupRefs.some(ref => options.platformGroups.has(ref)),
    isAuditor: groupRefs.some(ref => options.auditGroups.has(ref)),
  };
}

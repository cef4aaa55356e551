import { parseEntityRef } from '@backstage/catalog-model';

/** The prefix that impersonated names carry unless configured otherwise. @public */
export const DEFAULT_IMPERSONATION_PREFIX = 'cairn:';

const SEGMENT = /^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/;

/** Kinds of entity that a cluster knows as somebody. */
type Subject = 'user' | 'group';

function impersonationName(
  kind: Subject,
  entityRef: string,
  prefix: string,
): string | undefined {
  let ref;
  try {
    ref = parseEntityRef(entityRef.toLowerCase());
  } catch {
    return undefined;
  }
  if (
    ref.kind !== kind ||
    !SEGMENT.test(ref.namespace) ||
    !SEGMENT.test(ref.name)
  ) {
    return undefined;
  }
  return ref.namespace === 'default'
    ? `${prefix}${ref.name}`
    : `${prefix}${ref.namespace}/${ref.name}`;
}

/**
 * The name by which a cluster knows a person, for example `cairn:ada`.
 *
 * @returns undefined when the reference is no user or holds characters that have no business in a
 * header (rather than a name that has been bent until it fits).
 * @public
 */
export function userRefToImpersonationName(
  userRef: string,
  prefix: string = DEFAULT_IMPERSONATION_PREFIX,
): string | undefined {
  return impersonationName('user', userRef, prefix);
}

/**
 * The name by which a cluster knows a group, for example `cairn:payments`, or
 * `cairn:partners/payments` for a group outside the catalog namespace `default`.
 *
 * @returns undefined when the reference is no group or holds odd characters.
 * @public
 */
export function groupRefToImpersonationName(
  groupRef: string,
  prefix: string = DEFAULT_IMPERSONATION_PREFIX,
): string | undefined {
  return impersonationName('group', groupRef, prefix);
}

import { createHash } from 'node:crypto';

const MAX_LENGTH = 63;
const HASH_LENGTH = 12;

/**
 * The name of a composed resource that has none: its prefix and a hash of its composite and template. So a deleted one comes
 * back under the same name.
 */
export function composedName(options: {
  generateName: string;
  ownerUid: string;
  resourceName: string;
}): string {
  const { generateName, ownerUid, resourceName } = options;
  const hash = createHash('sha256')
    .update(ownerUid + resourceName)
    .digest('hex')
    .slice(0, HASH_LENGTH);
  const prefix = generateName
    .replace(/-$/, '')
    .slice(0, MAX_LENGTH - HASH_LENGTH - 1);
  return prefix ? `${prefix}-${hash}` : hash;
}

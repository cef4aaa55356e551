import { createHash } from 'node:crypto';

const LONGEST = 63;

/**
 * The name a cluster has in the portal, made of its context's: at most 63 letters, digits, dots,
 * dashes and underscores. Long ones are told apart by a hash.
 */
export function clusterName(context: string): string {
  const plain = context
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  if (plain !== '' && plain.length <= LONGEST) return plain;
  const hash = createHash('sha256').update(context).digest('hex').slice(0, 8);
  // The end of such a name tells more than its beginning.
  const end = plain.slice(-(LONGEST - 9)).replace(/^[^A-Za-z0-9]+/, '');
  return end ? `${end}-${hash}` : hash;
}

import { randomBytes } from 'node:crypto';

/** Letters that make no words. */
const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A name as `generateName` makes it: 5 letters after the prefix, 63 in all. */
export function generateName(prefix: string): string {
  const suffix = [...randomBytes(5)]
    .map(byte => SUFFIX_LETTERS[byte % SUFFIX_LETTERS.length])
    .join('');
  return `${prefix.slice(0, 58)}${suffix}`;
}

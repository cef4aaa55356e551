/** The letters of `rand.SafeEncodeString`: no vowels, so that no word comes of them. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** FNV-1a in 32 bits. */
export function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}

/**
 * The value of `pod-template-hash`. Made as the real one is, but of the
 * template's JSON rather than of a dump of Go structures, so that it is as
 * stable though not equal.
 */
export function templateHash(template: unknown, collisionCount = 0): string {
  const suffix = collisionCount > 0 ? String(collisionCount) : '';
  const digits = String(fnv32a(canonicalJson(template) + suffix));
  return [...digits]
    .map(digit => LETTERS[digit.charCodeAt(0) % LETTERS.length])
    .join('');
}

/** JSON with keys in order, to compare and hash by. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : part,
  );
}

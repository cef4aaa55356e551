import { canonical } from './canonical';

const PRIME = 0x100000001b3n;
const OFFSET = 0xcbf29ce484222325n;
const MASK = 0xffffffffffffffffn;

/**
 * A short name for a value (FNV-1a, 64 bits), so that pods are replaced when it changes. Not for
 * anything that somebody might want to forge.
 */
export function contentHash(value: unknown): string {
  let hash = OFFSET;
  for (const byte of new TextEncoder().encode(
    JSON.stringify(canonical(value)),
  )) {
    hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
  }
  return hash.toString(16).padStart(16, '0');
}

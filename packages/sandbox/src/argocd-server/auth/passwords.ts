import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(scrypt) as (
  password: string,
  salt: Buffer,
  length: number,
) => Promise<Buffer>;
const LENGTH = 32;

/** What is kept of a password: `scrypt$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, LENGTH);
  return `scrypt$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/** Whether a password is the one that a hash was made of. Takes as long without a hash. */
export async function isPassword(
  password: string,
  stored: string | undefined,
): Promise<boolean> {
  const [, salt = '', hash = ''] = (stored ?? '').split('$');
  const derived = await derive(password, Buffer.from(salt, 'base64'), LENGTH);
  const wanted = Buffer.from(hash, 'base64');
  return derived.length === wanted.length && timingSafeEqual(derived, wanted);
}

/** A password nobody can guess. */
export function generatePassword(): string {
  return randomBytes(12).toString('base64url');
}

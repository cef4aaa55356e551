import {
  createHash,
  createHmac,
  pbkdf2Sync,
  randomBytes,
  randomInt,
} from 'node:crypto';

const ALPHABET =
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 27;
const ITERATIONS = 4096;

/** A password of 27 letters and digits, as Crossplane makes them (160 bits). */
export function generatePassword(): string {
  return Array.from(
    { length: LENGTH },
    () => ALPHABET[randomInt(ALPHABET.length)],
  ).join('');
}

/**
 * What PostgreSQL keeps of a password (RFC 5803). It is sent in place of the
 * password itself, which so never stands in a statement, nor in the server's
 * log when the statement fails.
 */
export function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(
    password.normalize('NFKC'),
    salt,
    ITERATIONS,
    32,
    'sha256',
  );
  const hmac = (text: string) =>
    createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest();
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString(
    'base64',
  )}$${storedKey.toString('base64')}:${hmac('Server Key').toString('base64')}`;
}

import { PemConverter } from '@peculiar/x509';

/** Keys are ECDSA on P-256: fast to make, and understood by every client. */
export const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
/** Signatures of certificates. */
export const signatureAlgorithm = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** A private and a public key of WebCrypto. */
export interface KeyPair {
  privateKey: CryptoKey;
  publicKey: CryptoKey;
}

/** Makes a new key pair that can be written to a file. */
export async function generateKeyPair(): Promise<KeyPair> {
  return crypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
}

/** The private key as PKCS #8 PEM. */
export async function privateKeyToPem(key: CryptoKey): Promise<string> {
  const der = await crypto.subtle.exportKey('pkcs8', key);
  return `${PemConverter.encode(der, 'PRIVATE KEY')}\n`;
}

/** Reads a PKCS #8 PEM; the public key is worked out from it. */
export async function keyPairFromPem(pem: string): Promise<KeyPair> {
  const der = PemConverter.decodeFirst(pem);
  const privateKey = await crypto.subtle.importKey(
    'pkcs8',
    der,
    keyAlgorithm,
    true,
    ['sign'],
  );
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', privateKey);
  const publicKey = await crypto.subtle.importKey(
    'jwk',
    { kty, crv, x, y },
    keyAlgorithm,
    true,
    ['verify'],
  );
  return { privateKey, publicKey };
}

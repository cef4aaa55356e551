import { createHmac, timingSafeEqual } from 'node:crypto';
import { jsonProblem } from '../http/readJson';

/** What a token says: JSON Web Token claims, times in seconds. */
export interface Claims {
  iss: 'argocd';
  /** The account and what the token is for: `admin:login`, `cairn:apiKey`. */
  sub: string;
  iat: number;
  nbf: number;
  exp?: number;
  jti: string;
}

const HEADER = encode({ alg: 'HS256', typ: 'JWT' });

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function signature(text: string, key: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** Signs a token (HS256). */
export function signToken(claims: Claims, key: string): string {
  const text = `${HEADER}.${encode(claims)}`;
  return `${text}.${signature(text, key).toString('base64url')}`;
}

/**
 * Reads a token and checks its signature and its times.
 *
 * @throws Error worded as the real one's library does
 */
export function verifyToken(token: string, key: string): Claims {
  const [header = '', payload = '', sign = '', ...more] = token.split('.');
  if (!sign || more.length) {
    throw new Error(
      'token is malformed: token contains an invalid number of segments',
    );
  }
  const { alg } = decode(header, 'header') as { alg?: unknown };
  const claims = decode(payload, 'claim') as Claims;
  const given = Buffer.from(sign, 'base64url');
  const wanted = signature(`${header}.${payload}`, key);
  const right =
    alg === 'HS256' &&
    given.length === wanted.length &&
    timingSafeEqual(given, wanted);
  if (!right) {
    throw new Error('token signature is invalid: signature is invalid');
  }
  const now = Date.now() / 1000;
  if (claims.exp !== undefined && claims.exp <= now) {
    throw new Error('token has invalid claims: token is expired');
  }
  return claims;
}

function decode(part: string, what: string): unknown {
  const text = Buffer.from(part, 'base64url').toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(
      `token is malformed: could not JSON decode ${what}: ${jsonProblem(
        text,
        error as Error,
      )}`,
    );
  }
}

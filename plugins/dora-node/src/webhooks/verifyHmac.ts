import { createHmac } from 'node:crypto';
import type { WebhookDelivery } from '../collectors';
import { constantTimeEqual } from './constantTimeEqual';

type Verify = (
  delivery: WebhookDelivery,
  secrets: readonly string[],
) => boolean;

/** The secrets that are some: an empty one proves nothing. */
export function usable(secrets: readonly string[]): string[] {
  return secrets.filter(secret => secret.trim() !== '');
}

/**
 * Verifies a signature over the body: HMAC-SHA256 in hexadecimal, behind a prefix. A header may give
 * several, with commas between, as while a secret is changed.
 *
 * @public
 */
export function verifyHmac(options: {
  header: string;
  /** For example `sha256=`. */
  prefix?: string;
}): Verify {
  const { header, prefix = '' } = options;
  return ({ headers, body }, secrets) => {
    const given = (headers[header] ?? '')
      .split(',')
      .map(text => text.trim())
      .filter(text => text.startsWith(prefix))
      .map(text => text.slice(prefix.length).toLowerCase())
      .filter(text => /^[0-9a-f]{64}$/.test(text));
    return usable(secrets).some(secret => {
      const expected = createHmac('sha256', secret).update(body).digest('hex');
      return given.some(text => constantTimeEqual(text, expected));
    });
  };
}

/**
 * Verifies a shared secret in a header.
 *
 * @public
 */
export function verifyToken(options: {
  header: string;
  /** What stands before it, for example `Bearer `; in any case. */
  scheme?: string;
}): Verify {
  const { header, scheme = '' } = options;
  return ({ headers }, secrets) => {
    const given = headers[header] ?? '';
    if (!given.toLowerCase().startsWith(scheme.toLowerCase())) return false;
    const token = given.slice(scheme.length).trim();
    return (
      token !== '' &&
      usable(secrets).some(secret => constantTimeEqual(token, secret))
    );
  };
}

/** Verifies in one of several ways. @public */
export function verifyAny(...ways: Verify[]): Verify {
  return (delivery, secrets) => ways.some(way => way(delivery, secrets));
}

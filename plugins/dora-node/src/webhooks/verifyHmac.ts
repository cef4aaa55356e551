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

/** How old a signed timestamp may be, in milliseconds, and how far ahead. */
const REPLAY_WINDOW = 5 * 60_000;

function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret);
}

/**
 * Verifies as Standard Webhooks has it: `webhook-id`, `webhook-timestamp` and a list of signatures in
 * `webhook-signature`. What is older than five minutes, or as far ahead, is refused.
 *
 * @public
 */
export function verifyStandardWebhook(): Verify {
  return ({ headers, body, receivedAt }, secrets) => {
    const id = headers['webhook-id'] ?? '';
    const timestamp = headers['webhook-timestamp'] ?? '';
    if (id === '' || !/^\d{1,12}$/.test(timestamp)) return false;
    const age = Math.abs(receivedAt - Number(timestamp) * 1000);
    if (age > REPLAY_WINDOW) return false;
    const given = (headers['webhook-signature'] ?? '')
      .split(' ')
      .filter(text => text.startsWith('v1,'))
      .map(text => text.slice('v1,'.length))
      .filter(text => text !== '');
    return usable(secrets).some(secret => {
      const expected = createHmac('sha256', keyOf(secret))
        .update(`${id}.${timestamp}.`)
        .update(body)
        .digest('base64');
      return given.some(text => constantTimeEqual(text, expected));
    });
  };
}

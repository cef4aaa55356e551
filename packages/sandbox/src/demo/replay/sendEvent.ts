import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoEvent } from '../events/DemoEvent';

/** How often an event is tried when the receiver is busy or away. */
const ATTEMPTS = 6;
const FIRST_WAIT_MS = 250;
const MAX_WAIT_MS = 30_000;
const TIMEOUT_MS = 30_000;

/** Where events go. */
export interface Receiver {
  /** An address; `{source}` in it becomes `github`, `alertmanager` or `cdevents`. */
  to: string;
  /** Signs every body; nothing is signed without it. */
  secret: string | undefined;
}

/** How sending one event ended. */
export type Outcome =
  | { kind: 'taken'; status: number }
  | { kind: 'refused'; status: number; answer: string }
  | { kind: 'unreachable'; reason: string };

/**
 * Sends one event as a webhook, signed as GitHub signs: HMAC-SHA256 of the body
 * in `X-Hub-Signature-256`. Alertmanager and CDEvents have no signature of their
 * own and carry the same. Answers 429 and 5xx, and a receiver that is away, are
 * tried again, each time after twice as long, or when `Retry-After` says.
 */
export async function sendEvent(
  event: DemoEvent,
  { to, secret }: Receiver,
  signal?: AbortSignal,
): Promise<Outcome> {
  const { headers, body } = event.render();
  const url = to.replaceAll('{source}', event.source);
  const signature = secret && signatureOf(body, secret);
  let outcome: Outcome = { kind: 'unreachable', reason: 'it was not tried' };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    signal?.throwIfAborted();
    let waitMs = Math.min(FIRST_WAIT_MS * 2 ** attempt, MAX_WAIT_MS);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          ...headers,
          ...(signature && { 'x-hub-signature-256': signature }),
        },
        body,
        redirect: 'error',
        signal: AbortSignal.any([
          AbortSignal.timeout(TIMEOUT_MS),
          ...(signal ? [signal] : []),
        ]),
      });
      const answer = await response.text();
      const { status } = response;
      if (response.ok) return { kind: 'taken', status };
      outcome = { kind: 'refused', status, answer: answer.slice(0, 300) };
      if (status !== 429 && status < 500) return outcome;
      const asked = Number(response.headers.get('retry-after'));
      if (asked > 0) waitMs = Math.min(asked * 1000, MAX_WAIT_MS);
    } catch (error) {
      signal?.throwIfAborted();
      outcome = { kind: 'unreachable', reason: reasonOf(error) };
    }
    if (attempt < ATTEMPTS - 1) await sleep(waitMs, undefined, { signal });
  }
  return outcome;
}

/** The value of `X-Hub-Signature-256`. */
export function signatureOf(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error
    ? error.cause.message || error.message
    : error.message;
}

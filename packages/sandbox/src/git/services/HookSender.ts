import { createHmac } from 'node:crypto';
import type { Log } from '../../controllers/runtime';
import type { Delivery, HookStore } from '../stores/HookStore';

/** Waits before the tries after the first, in seconds. */
const BACKOFF = [1, 5, 30, 120];
const TIMEOUT_MS = 10_000;
const IDLE_MS = 1_000;

const hmac = (algorithm: 'sha1' | 'sha256', secret: string, body: string) =>
  createHmac(algorithm, secret).update(body).digest('hex');

/** Headers of a delivery, as Gitea's `services/webhook/deliver.go` sets them. */
export function deliveryHeaders(
  delivery: Delivery,
  signed: string,
): Record<string, string> {
  const { event, uuid, hook } = delivery;
  const sha256 = hook.secret ? hmac('sha256', hook.secret, signed) : '';
  const sha1 = hook.secret ? hmac('sha1', hook.secret, signed) : '';
  // The general event and the particular one differ for new commits of a pull request.
  const general = event === 'pull_request_sync' ? 'pull_request' : event;
  return {
    'Content-Type':
      hook.contentType === 'form'
        ? 'application/x-www-form-urlencoded'
        : 'application/json',
    'X-Gitea-Delivery': uuid,
    'X-Gitea-Event': general,
    'X-Gitea-Event-Type': event,
    'X-Gitea-Signature': sha256,
    'X-Gogs-Delivery': uuid,
    'X-Gogs-Event': general,
    'X-Gogs-Event-Type': event,
    'X-Gogs-Signature': sha256,
    'X-Hub-Signature': `sha1=${sha1}`,
    'X-Hub-Signature-256': `sha256=${sha256}`,
    'X-Gitea-Hook-Installation-Target-Type': 'repository',
    'X-GitHub-Hook-Installation-Target-Type': 'repository',
    'X-GitHub-Delivery': uuid,
    'X-GitHub-Event': general,
    'X-GitHub-Event-Type': event,
  };
}

/** Sends what is in the queue of deliveries, and again what was not taken. */
export class HookSender {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private readonly abort = new AbortController();

  constructor(private readonly hooks: HookStore, private readonly log: Log) {}

  /** Looks at the queue now rather than later. */
  wake(): void {
    if (this.abort.signal.aborted) return;
    if (this.running) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.running = this.drain()
      .catch(error => {
        if (this.abort.signal.aborted) return;
        this.log('warn', 'The queue of hooks could not be read', {
          error: error instanceof Error ? error.message : String(error),
        });
      })
      .finally(() => {
        this.running = undefined;
        if (this.abort.signal.aborted) return;
        if (this.again) {
          this.again = false;
          this.wake();
          return;
        }
        this.timer = setTimeout(() => this.wake(), IDLE_MS);
        this.timer.unref();
      });
  }

  async stop(): Promise<void> {
    this.abort.abort();
    clearTimeout(this.timer);
    await this.running;
  }

  private async drain(): Promise<void> {
    for (;;) {
      const due = await this.hooks.due();
      if (due.length === 0) return;
      // One hook's events stay in their order; hooks do not wait for each other.
      const byHook = new Map<number, Delivery[]>();
      for (const delivery of due) {
        const queue = byHook.get(delivery.hook.id) ?? [];
        queue.push(delivery);
        byHook.set(delivery.hook.id, queue);
      }
      await Promise.all(
        [...byHook.values()].map(async queue => {
          for (const delivery of queue) await this.deliver(delivery);
        }),
      );
      if (this.abort.signal.aborted) return;
    }
  }

  private async deliver(delivery: Delivery): Promise<void> {
    if (this.abort.signal.aborted) return;
    const { hook, payload } = delivery;
    const form = hook.contentType === 'form';
    const body = form ? new URLSearchParams({ payload }).toString() : payload;
    let outcome: string;
    let taken = false;
    try {
      const response = await fetch(hook.url, {
        method: 'POST',
        headers: deliveryHeaders(delivery, payload),
        body,
        redirect: 'manual',
        signal: AbortSignal.any([
          this.abort.signal,
          AbortSignal.timeout(TIMEOUT_MS),
        ]),
      });
      await response.body?.cancel();
      taken = response.ok;
      outcome = String(response.status);
    } catch (error) {
      // Stopped in between: it stays in the queue for the next start.
      if (this.abort.signal.aborted) return;
      outcome = error instanceof Error ? error.message : String(error);
    }
    const wait = taken ? undefined : BACKOFF[delivery.attempts];
    await this.hooks.settle(delivery, outcome, wait);
    if (!taken && wait === undefined) {
      this.log('warn', 'A hook was given up', { hook: hook.id, outcome });
    }
  }
}

import { randomInt } from 'node:crypto';
import { wireTime } from './conditions';
import { isNotFound } from './KubernetesApiError';
import type { KubernetesClient } from './KubernetesClient';
import type { KubernetesObject, Log } from './types';

/** What happened to an object. */
export type EventNote = {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
};

type Written = { name: string; count: number; firstTimestamp: string };
type Similar = { messages: Set<string>; since: number };
type Budget = { tokens: number; at: number };

const BURST = 25;
const REFILL_MS = 300_000;
const SIMILAR_LIMIT = 10;
const SIMILAR_WINDOW_MS = 600_000;
const MAX_REMEMBERED = 4096;

/**
 * Writes core/v1 Events as client-go does: the same event again raises `count`; after ten different messages of one
 * reason they are summed up; an object may have 25 at once, then one in five minutes.
 */
export class EventRecorder {
  private readonly written = new Map<string, Written>();
  private readonly similar = new Map<string, Similar>();
  private readonly budgets = new Map<string, Budget>();
  private tail: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: KubernetesClient,
    private readonly component: string,
    private readonly log: Log,
  ) {}

  /** Notes an event. Returns at once; a failure to write is logged, never thrown. */
  record(object: KubernetesObject, note: EventNote): void {
    this.tail = this.tail
      .then(() => this.write(object, note))
      .catch(error =>
        this.log('warn', 'An event could not be written', {
          reason: note.reason,
          error: error instanceof Error ? error.message : String(error),
        }),
      );
  }

  /** Waits until everything noted so far is written. */
  async flush(): Promise<void> {
    await this.tail;
  }

  private async write(object: KubernetesObject, note: EventNote) {
    const { metadata } = object;
    const about = [
      object.kind,
      metadata.namespace,
      metadata.name,
      metadata.uid,
    ].join('/');
    if (!this.spend(about)) return;
    const message = this.summarise(
      `${about}/${note.type}/${note.reason}`,
      note.message,
    );
    const id = `${about}/${note.type}/${note.reason}/${message}`;
    const now = wireTime();
    const namespace = metadata.namespace ?? 'default';
    const known = this.written.get(id);
    if (known) {
      known.count += 1;
      try {
        await this.client.patch(
          { apiVersion: 'v1', kind: 'Event', namespace, name: known.name },
          { count: known.count, lastTimestamp: now, message },
        );
        return;
      } catch (error) {
        // Events expire; then this one is the first again.
        if (!isNotFound(error)) throw error;
      }
    }
    const name = `${metadata.name}.${uniqueSuffix()}`;
    await this.client.create({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: {
        apiVersion: object.apiVersion,
        kind: object.kind,
        name: metadata.name,
        namespace: metadata.namespace,
        uid: metadata.uid,
        resourceVersion: metadata.resourceVersion,
      },
      type: note.type,
      reason: note.reason,
      message,
      source: { component: this.component },
      reportingComponent: this.component,
      reportingInstance: '',
      count: 1,
      firstTimestamp: now,
      lastTimestamp: now,
    });
    remember(this.written, id, { name, count: 1, firstTimestamp: now });
  }

  private spend(about: string): boolean {
    const now = Date.now();
    const budget = this.budgets.get(about) ?? { tokens: BURST, at: now };
    const tokens = Math.min(
      BURST,
      budget.tokens + (now - budget.at) / REFILL_MS,
    );
    const allowed = tokens >= 1;
    remember(this.budgets, about, {
      tokens: allowed ? tokens - 1 : tokens,
      at: now,
    });
    return allowed;
  }

  private summarise(group: string, message: string): string {
    const now = Date.now();
    let similar = this.similar.get(group);
    if (!similar || now - similar.since > SIMILAR_WINDOW_MS) {
      similar = { messages: new Set(), since: now };
    }
    similar.since = now;
    similar.messages.add(message);
    remember(this.similar, group, similar);
    return similar.messages.size > SIMILAR_LIMIT
      ? `(combined from similar events): ${message}`
      : message;
  }
}

function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > MAX_REMEMBERED) {
    const oldest = map.keys().next();
    if (!oldest.done) map.delete(oldest.value);
  }
}

function uniqueSuffix(): string {
  const nanoseconds =
    BigInt(Date.now()) * 1_000_000n + BigInt(randomInt(1_000_000));
  return nanoseconds.toString(16);
}

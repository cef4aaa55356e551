import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import {
  type KubernetesClient,
  type KubernetesObject,
  type Log,
  type ObjectMeta,
} from '../runtime';

/** An event as the engines write it. */
export interface PolicyEvent {
  about: Participant;
  related?: Participant;
  /** `Resource Passed` if the object was admitted or is there already. */
  action: 'Resource Passed' | 'Resource Blocked';
  message: string;
  component: 'kyverno-scan' | 'kyverno-admission';
}

/** An object an event speaks of. */
export type Participant = Pick<KubernetesObject, 'apiVersion' | 'kind'> & {
  metadata: Pick<ObjectMeta, 'name' | 'namespace' | 'uid'>;
};

/** The same again within this time is not said again: controllers retry. */
const QUIET_MS = 10_000;
const MAX_WAITING = 500;
const MAX_REMEMBERED = 2_000;

/** Writes the engines' events one after the other, and never makes anybody wait. */
export class PolicyEvents {
  private readonly said = new Map<string, number>();
  private readonly host = hostname();
  private tail: Promise<void> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly client: KubernetesClient,
    private readonly log: Log,
  ) {}

  /** Notes an event. Returns at once; what cannot be written is logged. */
  record(event: PolicyEvent): void {
    if (this.waiting >= MAX_WAITING || !this.isNew(event)) return;
    this.waiting += 1;
    this.tail = this.tail
      .then(() => this.write(event))
      .catch(error =>
        this.log('debug', 'An event of a policy could not be written', {
          message: event.message,
          error: error instanceof Error ? error.message : String(error),
        }),
      )
      .finally(() => {
        this.waiting -= 1;
      });
  }

  /** Waits until everything noted so far is written. */
  async flush(): Promise<void> {
    await this.tail;
  }

  private isNew({ about, related, message, component }: PolicyEvent): boolean {
    const key = [component, about.metadata.name, related?.metadata.uid, message]
      .concat(about.kind, about.metadata.namespace)
      .join('\n');
    const now = Date.now();
    if ((this.said.get(key) ?? 0) > now) return false;
    this.said.delete(key);
    this.said.set(key, now + QUIET_MS);
    if (this.said.size > MAX_REMEMBERED) {
      const [oldest] = this.said.keys();
      this.said.delete(oldest);
    }
    return true;
  }

  private async write(event: PolicyEvent): Promise<void> {
    const { about, related, component } = event;
    const now = new Date();
    const micros = String(randomInt(1000)).padStart(3, '0');
    const nanoseconds =
      BigInt(now.getTime()) * 1_000_000n + BigInt(randomInt(1_000_000));
    await this.client.create({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {
        name: `${about.metadata.name}.${nanoseconds.toString(16)}`,
        namespace: about.metadata.namespace ?? 'default',
      },
      involvedObject: referenceTo(about),
      ...(related && { related: referenceTo(related) }),
      type: 'Warning',
      reason: 'PolicyViolation',
      action: event.action,
      message: event.message,
      eventTime: now.toISOString().replace(/Z$/, `${micros}Z`),
      reportingComponent: component,
      reportingInstance: `${component}-${this.host}`,
      source: {},
    });
  }
}

function referenceTo({ apiVersion, kind, metadata }: Participant) {
  const { name, namespace, uid } = metadata;
  return { apiVersion, kind, name, namespace, uid };
}

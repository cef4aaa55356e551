import { randomUUID } from 'node:crypto';
import { canonical } from '../verbs/canonical';
import type { Draft } from '../storage/Draft';
import type { ResourceType, UserInfo } from '../types';
import type { AdmissionAttributes } from './AdmissionAttributes';
import type { AdmissionControl, Concerned } from './AdmissionControl';
import { callWebhook, type CallResult } from './webhooks/callWebhook';
import type { ReviewRequest } from './webhooks/admissionReview';
import type { Webhook } from './webhooks/Webhook';

/** The request that is to be admitted. */
export interface SessionRequest {
  user: UserInfo;
  dryRun: boolean;
  /** `CreateOptions` and the like, as webhooks are told. */
  options: Record<string, unknown>;
  warn: (text: string) => void;
}

interface PendingCall {
  key: string;
  webhook: Webhook;
  request: ReviewRequest;
}

/** Thrown out of a write that cannot go on before webhooks have answered. */
class CallsPending extends Error {
  constructor(readonly calls: PendingCall[]) {
    super('webhooks have to be asked');
  }
}

/** How often a write begins anew because the object has changed meanwhile. */
const MAX_ATTEMPTS = 50;

/**
 * The admission of one request.
 *
 * @remarks
 * A write is a synchronous function over a draft, so that no other write can
 * come between what it reads and what it commits; a webhook takes its time. So
 * a write that needs one is given up, the webhook is asked, and the write is
 * run again with the answer at hand. An answer holds for the very same review
 * only: if the object was changed meanwhile, the webhook is asked again, as the
 * real server does when it has lost a race.
 */
export class AdmissionSession {
  /** The same in every attempt, so that a webhook sees what will be stored. */
  readonly uid = randomUUID();
  private readonly answers = new Map<string, CallResult>();
  private readonly audit = new Map<string, string>();
  private generated: string | undefined;

  constructor(
    readonly control: AdmissionControl,
    readonly request: SessionRequest,
  ) {}

  /** The generated name of the object, the same in every attempt. */
  generatedName(make: () => string): string {
    this.generated ??= make();
    return this.generated;
  }

  /** Who may have a say in this request. */
  concerned(type: ResourceType): Concerned {
    return this.control.concerned(type);
  }

  /** Runs a write until all webhooks it needs have answered. */
  async settle<T>(attempt: () => T | Promise<T>): Promise<T> {
    try {
      for (let count = 1; ; count++) {
        try {
          return await attempt();
        } catch (error) {
          if (!(error instanceof CallsPending) || count === MAX_ATTEMPTS) {
            throw error;
          }
          await Promise.all(error.calls.map(call => this.ask(call)));
        }
      }
    } finally {
      this.report();
    }
  }

  /**
   * What webhooks answered to reviews, in order.
   *
   * @throws CallsPending until all have answered, which {@link settle} sees to
   */
  answersOf(
    calls: readonly { webhook: Webhook; request: ReviewRequest }[],
  ): CallResult[] {
    const pending: PendingCall[] = [];
    const answers: CallResult[] = [];
    for (const { webhook, request } of calls) {
      const key = `${webhook.id} ${reviewKey(request)}`;
      const answer = this.answers.get(key);
      if (answer) answers.push(answer);
      else pending.push({ key, webhook, request });
    }
    if (pending.length > 0) throw new CallsPending(pending);
    return answers;
  }

  /** Notes what goes into the audit log. */
  annotate(key: string, value: string): void {
    this.audit.set(key, value);
  }

  /** Labels of a namespace at the moment. */
  static namespaceLabels(
    draft: Draft,
  ): (namespace: string) => Readonly<Record<string, string>> {
    return namespace => draft.get('namespaces', '', namespace)?.labels ?? {};
  }

  private async ask({ key, webhook, request }: PendingCall): Promise<void> {
    this.answers.set(key, await callWebhook(webhook, request));
  }

  private report(): void {
    if (this.audit.size === 0) return;
    this.control.services.log('info', 'Audit annotations of a request', {
      user: this.request.user.username,
      annotations: Object.fromEntries(this.audit),
    });
  }
}

/** What a review is about, times of writing left out. */
function reviewKey(request: ReviewRequest): string {
  const object = request.object as AdmissionAttributes['object'] | null;
  if (!object?.metadata) return canonical(request);
  const { managedFields, creationTimestamp, ...metadata } = object.metadata;
  return canonical({ ...request, object: { ...object, metadata } });
}

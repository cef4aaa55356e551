import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type {
  ClaimRef,
  ClaimSignal,
  ClaimSummary,
} from '@cairn/plugin-claims-common';
import type { NoticeStore, Outcome } from '../database/NoticeStore';
import type { GroupMembers } from './GroupMembers';

const DAY = 24 * 60 * 60_000;

/** Only young requests are news; must stay shorter than notices are remembered. */
export const NEWS_AGE = 30 * DAY;

/** A request, and where its page is. */
export interface Announced {
  claim: ClaimSummary;
  title: string;
  /** Absent where there is no page about it. */
  link?: string;
}

/** Tells people: open pages by signals, the requester by a notification. */
export class ClaimAnnouncer {
  readonly #members: GroupMembers;
  readonly #platformGroups: readonly string[];
  readonly #signals: SignalsService;
  readonly #notifications: NotificationService;
  readonly #notices: NoticeStore;
  readonly #logger: LoggerService;

  static create(options: {
    members: GroupMembers;
    /** Entity references of groups that see every team's claims. */
    platformGroups: readonly string[];
    signals: SignalsService;
    notifications: NotificationService;
    notices: NoticeStore;
    logger: LoggerService;
  }): ClaimAnnouncer {
    return new ClaimAnnouncer(options);
  }

  private constructor(options: {
    members: GroupMembers;
    platformGroups: readonly string[];
    signals: SignalsService;
    notifications: NotificationService;
    notices: NoticeStore;
    logger: LoggerService;
  }) {
    this.#members = options.members;
    this.#platformGroups = options.platformGroups;
    this.#signals = options.signals;
    this.#notifications = options.notifications;
    this.#notices = options.notices;
    this.#logger = options.logger;
  }

  /** Tells the open pages of those who may see the claim. */
  async signal(
    ref: ClaimRef,
    owner: string,
    change: ClaimSignal['change'],
  ): Promise<void> {
    const { cluster, offering, namespace, name } = ref;
    const recipients = await this.#audience(owner);
    if (recipients.length > 0) {
      const message: ClaimSignal = {
        cluster,
        offering,
        namespace,
        name,
        change,
      };
      await this.#signals.publish({
        recipients: { type: 'user', entityRef: recipients },
        channel: 'claims',
        message,
      });
    }
  }

  /**
   * Tells the requester an outcome, once. Who asked is an annotation that owners of the namespace can
   * edit, so only people who may see the claim are believed to have asked.
   */
  async notify(announced: Announced, outcome: Outcome): Promise<void> {
    const { claim } = announced;
    const { requestedBy, uid } = claim;
    const age = Date.now() - Date.parse(claim.createdAt);
    if (!requestedBy || !(age < NEWS_AGE)) {
      return;
    }
    const audience = await this.#audience(claim.owner);
    if (!audience.includes(requestedBy)) {
      return;
    }
    if (!(await this.#notices.claim(uid, outcome))) {
      return;
    }
    try {
      await this.#notifications.send({
        recipients: { type: 'entity', entityRef: requestedBy },
        payload: {
          ...words(announced, outcome),
          ...(announced.link !== undefined && { link: announced.link }),
          topic: 'claims',
          // One notification per request: ready replaces what was told before.
          scope: `claim:${uid}`,
        },
      });
    } catch (error) {
      await this.#notices.release(uid, outcome);
      this.#logger.warn(
        `The requester of a claim could not be notified`,
        toError(error),
      );
    }
  }

  async #audience(owner: string): Promise<string[]> {
    return this.#members.of([owner, ...this.#platformGroups]);
  }
}

function words({ claim, title, link }: Announced, outcome: Outcome) {
  const place = `"${claim.name}" in ${claim.namespace}`;
  return outcome === 'ready'
    ? {
        title: `${title} ${place} is ready`,
        description: link
          ? 'Its page says how to connect.'
          : 'What it is for can use it now.',
        severity: 'normal' as const,
      }
    : {
        title: `${title} ${place} needs attention`,
        description: claim.state.sentence,
        severity: 'high' as const,
      };
}

import {
  AuthenticationError,
  InputError,
  NotFoundError,
} from '@backstage/errors';
import type {
  Translation,
  TranslationContext,
  Unmatched,
  WebhookCollector,
  WebhookDelivery,
} from '@cairn/plugin-dora-node';
import { z } from 'zod';
import { factRows } from '../database/factRow';
import type { QuarantineStore } from '../database/QuarantineStore';
import type { SourceStats } from '../database/SourceStats';
import type { FactIngest } from './FactIngest';

/** What became of a delivery. All of it is durable. */
export interface DeliveryOutcome {
  accepted: number;
  duplicates: number;
  /** Why it was kept aside, or part of it. */
  quarantined?: { reason: string; detail: string };
  /** Why there was nothing in it. */
  ignored?: string;
}

interface Options {
  collectors: ReadonlyMap<string, WebhookCollector>;
  secrets: ReadonlyMap<string, readonly string[]>;
  context: TranslationContext & { readAt: number | undefined };
  ingest: FactIngest;
  quarantine: QuarantineStore;
  stats: SourceStats;
}

const NOT_READ: Unmatched = {
  reason: 'no_component',
  subject: 'catalog',
  detail: 'It came before the catalog was read.',
  mend: 'Nothing is to be done: it is tried again by itself.',
};

function describe(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : 'It could not be read.';
}

/**
 * Takes deliveries: verified, translated, kept. What makes no sense is kept aside and does not hold up
 * others.
 */
export class WebhookInbox {
  readonly #options: Options;

  static create(options: Options): WebhookInbox {
    return new WebhookInbox(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  /**
   * @throws NotFoundError for a collector that is not installed
   * @throws AuthenticationError without a valid signature, and where no secret is configured
   */
  async receive(
    id: string,
    delivery: WebhookDelivery,
  ): Promise<DeliveryOutcome> {
    const collector = this.#collector(id);
    const secrets = this.#options.secrets.get(id) ?? [];
    if (!secrets.length || !collector.verify(delivery, secrets)) {
      this.#options.stats.refused(id);
      throw new AuthenticationError(
        `The delivery has no valid signature. Sign it with a secret that dora.webhooks.${id}.secrets holds.`,
      );
    }
    return this.#take(collector, delivery);
  }

  /** Tries a kept delivery again; what is understood now is kept aside no longer. */
  async retry(id: string): Promise<DeliveryOutcome> {
    const { quarantine } = this.#options;
    const kept = await quarantine.get(id);
    if (!kept) {
      throw new NotFoundError(`There is nothing with the id ${id} here.`);
    }
    if (!kept.delivery) {
      throw new InputError(
        'This came from a source that is watched, so there is no delivery to try again. It is looked at again by itself.',
      );
    }
    const outcome = await this.#take(
      this.#collector(kept.delivery.collector),
      kept.delivery,
    );
    if (!outcome.quarantined) await quarantine.discard(id);
    return outcome;
  }

  #collector(id: string): WebhookCollector {
    const collector = this.#options.collectors.get(id);
    if (!collector) {
      throw new NotFoundError(
        `There is no collector "${id}". There are: ${[
          ...this.#options.collectors.keys(),
        ].join(', ')}.`,
      );
    }
    return collector;
  }

  async #take(
    collector: WebhookCollector,
    delivery: WebhookDelivery,
  ): Promise<DeliveryOutcome> {
    const { context, ingest } = this.#options;
    if (context.readAt === undefined) {
      return this.#setAside(collector, delivery, NOT_READ, 'unmatched');
    }
    let translation: Translation;
    try {
      translation = await collector.translate(delivery, context);
      factRows(translation.facts);
    } catch (error) {
      return this.#setAside(
        collector,
        delivery,
        {
          reason: 'unreadable',
          subject: collector.title,
          detail: describe(error),
          mend: 'Compare it with what the source sends otherwise, and discard it, or try it again after an upgrade.',
        },
        'poison',
      );
    }
    const { facts, unmatched = [], ignored } = translation;
    const { accepted, duplicates } = await ingest.submit({
      collector: collector.id,
      facts,
    });
    const [first] = unmatched;
    if (!first) return { accepted, duplicates, ...(ignored && { ignored }) };
    const { quarantined } = await this.#setAside(
      collector,
      delivery,
      first,
      'unmatched',
    );
    return { accepted, duplicates, quarantined };
  }

  async #setAside(
    collector: WebhookCollector,
    delivery: WebhookDelivery,
    why: { reason: string; subject: string; detail: string; mend: string },
    kind: 'poison' | 'unmatched',
  ): Promise<DeliveryOutcome> {
    const deliveryId = collector.deliveryId?.(delivery);
    const { reason, subject, detail, mend } = why;
    await this.#options.quarantine.keep({
      collector: collector.id,
      ...(deliveryId && { deliveryId }),
      kind,
      reason,
      subject,
      detail,
      mend,
      headers: delivery.headers,
      body: delivery.body,
      receivedAt: delivery.receivedAt,
    });
    return { accepted: 0, duplicates: 0, quarantined: { reason, detail } };
  }
}

import { factRows } from '../database/factRow';
import type { FactStore } from '../database/FactStore';
import type { QuarantineStore } from '../database/QuarantineStore';
import type { SourceStats } from '../database/SourceStats';
import type { FactBatch, FactSink } from '@cairn/plugin-dora-node';
import { AppendQueue } from './AppendQueue';

/** The one way in: whatever tells of delivery ends here, and is durable when it is answered. */
export class FactIngest implements FactSink {
  readonly #queue: AppendQueue;
  readonly #quarantine: QuarantineStore;
  readonly #stats: SourceStats;
  readonly #onAdded: () => void;

  static create(options: {
    facts: FactStore;
    quarantine: QuarantineStore;
    stats: SourceStats;
    /** Called when there is something new to compute. */
    onAdded(): void;
  }): FactIngest {
    return new FactIngest(options);
  }

  private constructor(options: {
    facts: FactStore;
    quarantine: QuarantineStore;
    stats: SourceStats;
    onAdded(): void;
  }) {
    this.#queue = new AppendQueue(options.facts);
    this.#quarantine = options.quarantine;
    this.#stats = options.stats;
    this.#onAdded = options.onAdded;
  }

  /** @throws ZodError for what is no fact; then nothing is kept. */
  async submit(batch: FactBatch): ReturnType<FactSink['submit']> {
    const { collector, facts, unmatched = [], matched = [] } = batch;
    const rows = factRows(facts);
    const added = await this.#queue.append(
      rows.map(row => ({ ...row, collector })),
    );
    if (matched.length) await this.#quarantine.settle(collector, matched);
    for (const one of unmatched) {
      await this.#quarantine.keep({
        ...one,
        collector,
        kind: 'unmatched',
        headers: {},
        receivedAt: Date.now(),
      });
    }
    this.#stats.delivered(collector, rows, added.size);
    if (added.size) this.#onAdded();
    return {
      accepted: added.size,
      duplicates: rows.length - added.size,
      added: rows.flatMap(({ hash, body }) => (added.has(hash) ? body : [])),
    };
  }
}

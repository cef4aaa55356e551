import type { CollectedFact, FactStore } from '../database/FactStore';

interface Waiting {
  rows: readonly CollectedFact[];
  resolve(added: Set<string>): void;
  reject(error: unknown): void;
}

/** How many facts are kept in one statement. */
const AT_ONCE = 1000;

/**
 * Keeps what arrives while something is being kept together in the next statement: under load one
 * commit serves many senders, and each is answered only after it.
 */
export class AppendQueue {
  readonly #facts: FactStore;
  #waiting: Waiting[] = [];
  #isBusy = false;

  constructor(facts: FactStore) {
    this.#facts = facts;
  }

  append(rows: readonly CollectedFact[]): Promise<Set<string>> {
    if (!rows.length) return Promise.resolve(new Set());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ rows, resolve, reject });
      if (!this.#isBusy) void this.#drain();
    });
  }

  async #drain() {
    this.#isBusy = true;
    while (this.#waiting.length) {
      const batch: Waiting[] = [];
      let size = 0;
      while (this.#waiting.length && (!size || size < AT_ONCE)) {
        const next = this.#waiting.shift();
        if (!next) break;
        batch.push(next);
        size += next.rows.length;
      }
      try {
        const rows = new Map(
          batch.flatMap(one => one.rows.map(row => [row.hash, row] as const)),
        );
        const added = await this.#facts.append([...rows.values()]);
        for (const { rows: own, resolve } of batch) {
          // The first who said something new has said it; the others repeat it.
          const news = own.filter(({ hash }) => added.delete(hash));
          resolve(new Set(news.map(({ hash }) => hash)));
        }
      } catch (error) {
        batch.forEach(({ reject }) => reject(error));
      }
    }
    this.#isBusy = false;
  }
}

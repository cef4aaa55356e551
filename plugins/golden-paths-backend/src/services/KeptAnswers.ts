const MAX_KEPT = 1000;

/** Keeps answers for a moment, so that many who ask the same at once ask upstream once. */
export class KeptAnswers<T> {
  readonly #ttl: number;
  readonly #kept = new Map<string, { until: number; answer: Promise<T> }>();

  static create<T>(options: {
    /** Milliseconds. */
    ttl: number;
  }): KeptAnswers<T> {
    return new KeptAnswers(options.ttl);
  }

  private constructor(ttl: number) {
    this.#ttl = ttl;
  }

  /** The answer that is kept, or a new one; a failure is not kept. */
  async get(key: string, ask: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(key);
    if (kept && kept.until > Date.now()) {
      return kept.answer;
    }
    if (this.#kept.size >= MAX_KEPT) {
      this.#kept.clear();
    }
    const answer = ask();
    this.#kept.set(key, { until: Date.now() + this.#ttl, answer });
    answer.catch(() => this.forget(key));
    return answer;
  }

  forget(key: string): void {
    this.#kept.delete(key);
  }
}

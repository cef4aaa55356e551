/**
 * Pauses between attempts: doubling from `min` to `max`, each with a random part, so that the
 * watches of a portal do not all come back in the same moment.
 */
export class Backoff {
  #attempts = 0;

  constructor(private readonly limits: { min: number; max: number }) {}

  /**
   * Milliseconds until the next attempt.
   *
   * @param atLeast - What the server asked for, if it did.
   */
  next(atLeast: number = 0): number {
    const { min, max } = this.limits;
    const ceiling = Math.min(max, min * 2 ** Math.min(this.#attempts, 30));
    this.#attempts += 1;
    const pause = ceiling / 2 + (Math.random() * ceiling) / 2;
    return Math.max(pause, atLeast);
  }

  reset(): void {
    this.#attempts = 0;
  }
}

/** Where the time comes from, so that tests can let it pass. */
export interface Clock {
  now(): Date;
  /**
   * Does something after a delay in milliseconds, unless the returned function is called before. It
   * keeps no process alive.
   */
  later(delay: number, work: () => void | Promise<void>): () => void;
}

/** The real time. */
export const systemClock: Clock = {
  now: () => new Date(),
  later(delay, work) {
    const timer = setTimeout(() => void work(), delay).unref();
    return () => clearTimeout(timer);
  },
};

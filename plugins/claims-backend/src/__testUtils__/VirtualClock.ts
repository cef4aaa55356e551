import type { Clock } from '../services/Clock';

interface Timer {
  at: number;
  work: () => void | Promise<void>;
}

/** Time that only passes when a test lets it. */
export class VirtualClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  later(delay: number, work: () => void | Promise<void>): () => void {
    const timer = { at: this.#now + delay, work };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets so many milliseconds pass. */
  async pass(milliseconds: number): Promise<void> {
    await this.advanceTo(this.#now + milliseconds);
  }

  /** Lets time pass; whatever falls due on the way is done, one after the other. */
  async advanceTo(time: number): Promise<void> {
    for (;;) {
      const due = [...this.#timers]
        .filter(({ at }) => at <= time)
        .sort((a, b) => a.at - b.at)[0];
      if (!due) {
        break;
      }
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      await due.work();
    }
    this.#now = Math.max(this.#now, time);
  }
}

/** How long an item waits after its n-th failure, in milliseconds. */
export type Backoff = (failures: number) => number;

/** 1, 2, 4, 8, 16, 30 seconds, then 30 for ever. */
export function exponentialBackoff(
  options: { firstMs?: number; maxMs?: number } = {},
): Backoff {
  const { firstMs = 1000, maxMs = 30_000 } = options;
  return failures => Math.min(firstMs * 2 ** Math.max(failures - 1, 0), maxMs);
}

/**
 * Items to work on. An item that waits is not added twice, and one that is being worked on is not handed out again until
 * it is done; a change that comes meanwhile is remembered.
 */
export class WorkQueue {
  private readonly waiting: string[] = [];
  private readonly dirty = new Set<string>();
  private readonly working = new Set<string>();
  private readonly failures = new Map<string, number>();
  private readonly timers = new Map<
    string,
    { at: number; timer: NodeJS.Timeout }
  >();
  private readonly takers: ((item: string | undefined) => void)[] = [];
  private closed = false;

  constructor(private readonly backoff: Backoff = exponentialBackoff()) {}

  /** How many items wait or are worked on, delayed ones not counted. */
  get size(): number {
    return this.waiting.length + this.working.size;
  }

  add(item: string): void {
    if (this.closed || this.dirty.has(item)) return;
    this.dirty.add(item);
    if (!this.working.has(item)) this.hand(item);
  }

  /** Adds the item later. Of several delays the shortest wins. */
  addAfter(item: string, delayMs: number): void {
    if (this.closed) return;
    const at = Date.now() + delayMs;
    const planned = this.timers.get(item);
    if (planned && planned.at <= at) return;
    clearTimeout(planned?.timer);
    const timer = setTimeout(() => {
      this.timers.delete(item);
      this.add(item);
    }, delayMs);
    this.timers.set(item, { at, timer });
  }

  /** Adds the item after the delay that its failures have earned. */
  retry(item: string): void {
    const failures = (this.failures.get(item) ?? 0) + 1;
    this.failures.set(item, failures);
    this.addAfter(item, this.backoff(failures));
  }

  /** Forgets the failures of an item. */
  forget(item: string): void {
    this.failures.delete(item);
  }

  /** The next item, or `undefined` once the queue is closed. Call `done` afterwards. */
  async take(): Promise<string | undefined> {
    if (this.closed) return undefined;
    const item = this.waiting.shift();
    if (item === undefined) {
      return new Promise(resolve => this.takers.push(resolve));
    }
    this.begin(item);
    return item;
  }

  done(item: string): void {
    this.working.delete(item);
    if (this.dirty.has(item)) this.hand(item);
  }

  /** Ends the queue: nothing is handed out any more, delayed items are dropped. */
  close(): void {
    this.closed = true;
    for (const { timer } of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.waiting.length = 0;
    for (const taker of this.takers.splice(0)) taker(undefined);
  }

  private hand(item: string): void {
    if (this.closed) return;
    const taker = this.takers.shift();
    if (!taker) {
      this.waiting.push(item);
      return;
    }
    this.begin(item);
    taker(item);
  }

  private begin(item: string): void {
    this.dirty.delete(item);
    this.working.add(item);
  }
}

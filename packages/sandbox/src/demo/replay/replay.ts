import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoEvent } from '../events/DemoEvent';
import { type Outcome, type Receiver, sendEvent } from './sendEvent';

/** How events are sent. */
export interface ReplayOptions extends Receiver {
  /** Leave out everything up to and with this event. */
  after?: string;
  /** Events a second at most; as fast as they are taken without it. */
  rate?: number;
  /** How many may be on their way at once. */
  atOnce?: number;
  /** Called now and then, and at the end. */
  progress?(summary: ReplaySummary): void;
  signal?: AbortSignal;
}

/** What became of the events. */
export interface ReplaySummary {
  total: number;
  taken: number;
  refused: number;
  /** The last event before which all were taken or refused; to go on from. */
  last: string | undefined;
  /** The first few that were refused. */
  refusals: { id: string; reason: string }[];
}

const DEFAULT_AT_ONCE = 4;
const MAX_REFUSALS = 5;
const PROGRESS_MS = 2000;

/** The receiver is not there; it makes no sense to go on. */
export class UnreachableError extends Error {
  constructor(to: string, reason: string, readonly summary: ReplaySummary) {
    super(
      `Nobody takes events at ${to} (${reason}). ${
        summary.last
          ? `Start it, then go on with --after ${summary.last}`
          : 'Start it, or correct --to.'
      }`,
    );
    this.name = 'UnreachableError';
  }
}

class Run {
  readonly summary: ReplaySummary;
  private next = 0;
  private readonly began = performance.now();
  private readonly settled = new Set<number>();
  private first = 0;
  private toldAt = performance.now();
  private failed = false;

  constructor(
    private readonly events: readonly DemoEvent[],
    private readonly options: ReplayOptions,
  ) {
    this.summary = {
      total: events.length,
      taken: 0,
      refused: 0,
      last: options.after,
      refusals: [],
    };
  }

  async work(): Promise<void> {
    const { options, events } = this;
    while (!this.failed) {
      const index = this.next;
      const event = events[index];
      if (!event) return;
      this.next += 1;
      if (options.rate) {
        const due = this.began + (index * 1000) / options.rate;
        const waitMs = due - performance.now();
        if (waitMs > 0) {
          await sleep(waitMs, undefined, { signal: options.signal });
        }
      }
      const outcome = await sendEvent(event, options, options.signal);
      if (outcome.kind === 'unreachable') {
        this.failed = true;
        throw new UnreachableError(options.to, outcome.reason, this.summary);
      }
      this.settle(index, event, outcome);
    }
  }

  private settle(index: number, event: DemoEvent, outcome: Outcome): void {
    const { summary } = this;
    if (outcome.kind === 'taken') {
      summary.taken += 1;
    } else if (outcome.kind === 'refused') {
      summary.refused += 1;
      if (summary.refusals.length < MAX_REFUSALS) {
        const reason = `${outcome.status} ${outcome.answer}`.trim();
        summary.refusals.push({ id: event.id, reason });
      }
    }
    this.settled.add(index);
    while (this.settled.delete(this.first)) {
      summary.last = this.events[this.first]?.id;
      this.first += 1;
    }
    if (performance.now() - this.toldAt > PROGRESS_MS) {
      this.toldAt = performance.now();
      this.options.progress?.(summary);
    }
  }
}

/**
 * Sends events in their order, a few at once: a later one may arrive before an
 * earlier one as with real webhooks, but never before one more than a handful
 * earlier.
 *
 * @throws RangeError when `after` names no event
 * @throws UnreachableError when the receiver stays away
 */
export async function replay(
  events: readonly DemoEvent[],
  options: ReplayOptions,
): Promise<ReplaySummary> {
  const start =
    options.after === undefined
      ? 0
      : events.findIndex(({ id }) => id === options.after) + 1;
  if (options.after !== undefined && start === 0) {
    throw new RangeError(`There is no event ${options.after} in this history.`);
  }
  const wanted = events.slice(start);
  const run = new Run(wanted, options);
  const workers = Math.max(1, options.atOnce ?? DEFAULT_AT_ONCE);
  await Promise.all(Array.from({ length: workers }, () => run.work()));
  options.progress?.(run.summary);
  return run.summary;
}

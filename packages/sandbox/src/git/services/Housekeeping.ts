import type { Log } from '../../controllers/runtime';
import { runGit } from '../commands/runGit';

/** How long a repository is left alone after it was looked at, in milliseconds. */
const PAUSE_MS = 60_000;
/** Git's own threshold: with about so many loose objects it packs them. */
const LOOSE_OBJECTS = 6700;

/**
 * Packs repositories that have grown many loose objects, as git's server does
 * after a push: one at a time, so that a laptop has something left for people.
 */
export class Housekeeping {
  private readonly seen = new Map<string, number>();
  private tail: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly log: Log,
    private readonly looseObjects = LOOSE_OBJECTS,
  ) {}

  /** Looks at a repository soon, unless that was done a moment ago. */
  consider(dir: string): void {
    const now = Date.now();
    if (this.stopped || now - (this.seen.get(dir) ?? 0) < PAUSE_MS) return;
    this.seen.set(dir, now);
    this.tail = this.tail.then(() => this.collect(dir));
  }

  /** Settles when all that was considered so far is done. */
  idle(): Promise<void> {
    return this.tail;
  }

  /** Waits for what is under way; nothing more is begun. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.tail;
  }

  private async collect(dir: string): Promise<void> {
    if (this.stopped) return;
    try {
      // Objects that nothing names yet may belong to a push that is coming in:
      // git keeps those of the last two weeks.
      await runGit(['gc', '--auto', '--quiet'], {
        dir,
        settings: [`gc.auto=${this.looseObjects}`, 'gc.autoDetach=false'],
      });
    } catch (error) {
      // The repository may have been removed meanwhile, and will be looked at again.
      this.log('debug', 'A repository was not packed', {
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }
}

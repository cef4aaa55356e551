import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { Processor } from './Processor';

/** How long to wait when there is nothing to do: another replica may have taken facts in. */
const IDLE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** Has facts computed as soon as they are there, and again after a failure, later each time. */
export class ProcessorLoop {
  readonly #options: {
    db: Knex;
    processor: Processor;
    logger: LoggerService;
  };
  #wake: (() => void) | undefined;
  #isAwake = false;
  #stopped: Promise<void> | undefined;
  #isStopping = false;
  #error: string | undefined;

  constructor(options: {
    db: Knex;
    processor: Processor;
    logger: LoggerService;
  }) {
    this.#options = options;
  }

  /** Why the last batch failed, if it did. */
  get error(): string | undefined {
    return this.#error;
  }

  start(): void {
    this.#stopped ??= this.#run();
  }

  /** There is something to do. */
  wake(): void {
    this.#isAwake = true;
    this.#wake?.();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#wake?.();
    await this.#stopped;
  }

  async #run() {
    const { db, processor, logger } = this.#options;
    let pause = IDLE_MS;
    while (!this.#isStopping) {
      this.#isAwake = false;
      try {
        const waiting = await db('pending').first('id');
        const taken = waiting ? await processor.runBatch() : 0;
        this.#error = undefined;
        pause = IDLE_MS;
        if (typeof taken === 'number' && taken > 0) continue;
      } catch (error) {
        this.#error = toError(error).message;
        logger.error(
          'Facts could not be computed; they are safe and tried again',
          toError(error),
        );
        await this.#sleep(pause, false);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        continue;
      }
      if (!this.#isAwake) await this.#sleep(IDLE_MS, true);
    }
  }

  async #sleep(milliseconds: number, untilWoken: boolean) {
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        if (!untilWoken && !this.#isStopping) return;
        clearTimeout(timer);
        resolve();
      };
      if (this.#isStopping) this.#wake();
    });
    this.#wake = undefined;
  }
}

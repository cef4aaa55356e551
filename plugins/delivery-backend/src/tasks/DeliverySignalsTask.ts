import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { hasChanged } from '@cairn/plugin-delivery-common';
import type { WatchCache } from '@cairn/plugin-platform-node';
import { APPLICATION } from '../services/ApplicationFinder';

/** Milliseconds in which changes are gathered into one signal. */
const GATHER = 500;

/**
 * Tells open pages that some Application has changed. The signal names none: whoever hears it asks, and
 * is answered what it may see.
 */
export class DeliverySignalsTask {
  readonly #cache: WatchCache;
  readonly #signals: SignalsService;
  readonly #logger: LoggerService;
  #stop: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  static create(options: {
    cache: WatchCache;
    signals: SignalsService;
    logger: LoggerService;
  }): DeliverySignalsTask {
    return new DeliverySignalsTask(options);
  }

  private constructor(options: {
    cache: WatchCache;
    signals: SignalsService;
    logger: LoggerService;
  }) {
    this.#cache = options.cache;
    this.#signals = options.signals;
    this.#logger = options.logger;
  }

  start(): void {
    this.#stop ??= this.#cache.subscribe(
      APPLICATION,
      ({ type, object, previous }) => {
        if (type !== 'modified' || hasChanged(previous, object)) {
          this.#timer ??= setTimeout(() => void this.#tell(), GATHER).unref();
        }
      },
    );
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #tell(): Promise<void> {
    this.#timer = undefined;
    try {
      await this.#signals.publish({
        recipients: { type: 'broadcast' },
        channel: 'delivery',
        message: { change: 'applications' },
      });
    } catch (error) {
      this.#logger.warn(
        'Open pages could not be told of a change of Applications',
        toError(error),
      );
    }
  }
}

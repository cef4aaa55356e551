import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { HumanDuration } from '@backstage/types';
import type {
  FactSink,
  RunningCollector,
  TranslationContext,
} from '@cairn/plugin-dora-node';
import { SOURCE, type GithubOptions } from '../translate/types';
import { RateLimitedError, type GithubClient } from './GithubClient';
import { sweepRepository } from './sweepRepository';

/** What a sweep works with. */
export interface GithubSweepDeps {
  scheduler: SchedulerService;
  logger: LoggerService;
  options: GithubOptions;
  frequency: HumanDuration;
  /** How far back each sweep looks, in milliseconds. */
  lookBack: number;
  /** Only repositories on this host are asked for. */
  host: string;
  clientFor(signal: AbortSignal): GithubClient;
}

/**
 * Asks GitHub now and then for what its webhooks may have missed: it does not repeat them by itself. One
 * replica does it at a time. When GitHub wants to be left alone, the next sweep goes on with the
 * repository at which this one stopped.
 */
export class GithubSweep implements RunningCollector {
  readonly id = SOURCE;
  readonly title = 'GitHub';
  readonly #deps: GithubSweepDeps;
  #next: string | undefined;
  #waitUntil = 0;

  static create(deps: GithubSweepDeps): GithubSweep {
    return new GithubSweep(deps);
  }

  private constructor(deps: GithubSweepDeps) {
    this.#deps = deps;
  }

  async start(
    sink: FactSink,
    context: TranslationContext,
    signal: AbortSignal,
  ): Promise<void> {
    const { scheduler, frequency } = this.#deps;
    await scheduler.scheduleTask({
      id: 'dora-github-sweep',
      scope: 'global',
      frequency,
      initialDelay: { minutes: 1 },
      timeout: { minutes: 50 },
      signal,
      fn: abort => this.sweep(sink, context, AbortSignal.any([abort, signal])),
    });
  }

  /** One round. What fails of one repository does not keep others back. */
  async sweep(
    sink: FactSink,
    context: TranslationContext,
    signal: AbortSignal,
  ): Promise<void> {
    if (Date.now() < this.#waitUntil) return;
    const { clientFor, options, lookBack, logger } = this.#deps;
    const client = clientFor(signal);
    const since = Date.now() - lookBack;
    for (const repository of this.#repositories(context)) {
      if (signal.aborted) return;
      try {
        const sweep = { client, context, options, since };
        for await (const told of sweepRepository(repository, sweep)) {
          await sink.submit({ collector: SOURCE, ...told });
        }
      } catch (error) {
        if (error instanceof RateLimitedError) {
          this.#next = repository;
          this.#waitUntil = error.until;
          logger.info(
            `GitHub asks to wait; the sweep goes on with ${repository} later`,
          );
          return;
        }
        logger.warn(
          `What GitHub says of ${repository} could not be read`,
          toError(error),
        );
      }
    }
    this.#next = undefined;
  }

  /** Those on the host, beginning with the one at which the last round stopped. */
  #repositories(context: TranslationContext): string[] {
    const { host } = this.#deps;
    const isHere = (repository: string) =>
      context
        .componentsOfRepository(repository)
        .some(
          ({ annotations }) =>
            (host === 'github.com' &&
              annotations['github.com/project-slug'] !== undefined) ||
            annotations['backstage.io/source-location']?.includes(
              `://${host}/`,
            ),
        );
    const all = context.repositories().filter(isHere);
    const from = Math.max(0, all.indexOf(this.#next ?? ''));
    return [...all.slice(from), ...all.slice(0, from)];
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './controllers/runtime';

/** A controller as it is handed over by its start function. */
export type RunningController = {
  synced: Promise<void>;
  stop(): Promise<void>;
};

/** Starts one controller. */
export type StartController = (
  signal: AbortSignal,
) => Promise<RunningController>;

const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 15_000;

/**
 * Starts controllers and starts them again when they could not, each by itself:
 * one that fails does not keep the others, or the API, from working.
 */
export class ControllerSupervisor {
  private readonly abort = new AbortController();
  private readonly running = new Map<string, RunningController>();
  private readonly loops: Promise<void>[] = [];

  constructor(private readonly log: Log) {}

  /** Settles when every controller that was started has seen everything. */
  get ready(): Promise<void> {
    return Promise.all(this.loops).then(() => undefined);
  }

  /** Starts a controller in the background. */
  start(name: string, begin: StartController): void {
    this.loops.push(this.keepTrying(name, begin));
  }

  /** Stops all controllers and waits for the passes they are in. */
  async stop(): Promise<void> {
    this.abort.abort();
    await Promise.all(this.loops);
    await Promise.all(
      [...this.running.values()].map(controller => controller.stop()),
    );
  }

  private async keepTrying(name: string, begin: StartController) {
    const { signal } = this.abort;
    for (let failures = 0; !signal.aborted; failures += 1) {
      let controller: RunningController | undefined;
      try {
        controller = await begin(signal);
        this.running.set(name, controller);
        await Promise.race([controller.synced, aborted(signal)]);
        if (signal.aborted) return;
        this.log('info', 'A controller works', { controller: name });
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.running.delete(name);
        await controller?.stop().catch(() => undefined);
        const delayMs = Math.min(FIRST_RETRY_MS * 2 ** failures, MAX_RETRY_MS);
        this.log('error', 'A controller failed and is started again', {
          controller: name,
          delayMs,
          error: error instanceof Error ? error.message : String(error),
        });
        await sleep(delayMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

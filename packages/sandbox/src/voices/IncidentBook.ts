import type { Log } from '../controllers/runtime';
import type { Incident } from './types';

/** How soon is asked again while nothing is known. */
const RETRY_MS = 10_000;

/** Keeps the incidents that somebody else tells, once there are some. */
export class IncidentBook {
  private incidents: readonly Incident[] = [];
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly load: (() => Promise<readonly Incident[]>) | undefined,
    private readonly log: Log,
  ) {
    if (load) void this.refresh();
  }

  /** The same list for as long as nothing changes. */
  readonly all = (): readonly Incident[] => this.incidents;

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async refresh(): Promise<void> {
    try {
      const found = (await this.load?.()) ?? [];
      if (found.length > 0) {
        this.incidents = found;
        return;
      }
    } catch (error) {
      this.log('warn', 'The incidents could not be read yet', {
        error: error instanceof Error ? error.message : String(error),
      });
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.refresh(), RETRY_MS);
    this.timer.unref();
  }
}

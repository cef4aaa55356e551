import { setTimeout as delay } from 'node:timers/promises';
import { metadataOf } from '../support/shapes';
import { Watch } from '../support/Watch';
import type { MortalServer } from './MortalServer';

/** An event as a follower saw it. */
export interface Seen {
  type: string;
  name: string;
  version: number;
  count: number;
}

/** Watches through kills of the server, each time on from the last version it saw. */
export class Follower {
  readonly events: Seen[] = [];
  /** Errors that the server sent in the stream. */
  readonly faults: string[] = [];
  /** How often the watch was opened. */
  opened = 0;
  private stopped = false;
  private watch: Watch | undefined;

  constructor(
    private readonly server: MortalServer,
    private readonly path: string,
    private last: number,
  ) {}

  async run(): Promise<void> {
    while (!this.stopped) {
      const connection = await this.server.connection();
      this.watch = new Watch(
        connection,
        `${this.path}?watch=1&resourceVersion=${this.last}`,
      );
      this.opened++;
      await this.read(this.watch);
      this.watch.stop();
      connection.agent.destroy();
      if (!this.stopped) await delay(5);
    }
  }

  /** Waits until it has seen a version. */
  async sees(version: number): Promise<void> {
    while (this.last < version) await delay(20);
  }

  stop(): void {
    this.stopped = true;
    this.watch?.stop();
  }

  private async read(watch: Watch): Promise<void> {
    for (;;) {
      const event = await watch.next();
      if (!event) return;
      if (event.type === 'ERROR') {
        this.faults.push(JSON.stringify(event.object));
        return;
      }
      const { name, resourceVersion } = metadataOf(event.object);
      const { count } = event.object.data as { count: string };
      const version = Number(resourceVersion);
      this.events.push({
        type: event.type,
        name,
        version,
        count: Number(count),
      });
      this.last = Math.max(this.last, version);
    }
  }
}

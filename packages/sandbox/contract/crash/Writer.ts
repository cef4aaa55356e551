import { setTimeout as delay } from 'node:timers/promises';
import { sendTo, type Answer, type Connection } from '../support/connection';
import { metadataOf } from '../support/shapes';
import { PATCH } from '../support/Cluster';
import type { MortalServer } from './MortalServer';

/** What a writer did last to an object, as the server acknowledged it. */
export interface Acknowledged {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  name: string;
  /** Version of the change; not known of a delete. */
  version: number | undefined;
  count: number | undefined;
}

/** What an object is; undefined when it is not there. */
type State = { count: number; version: string } | undefined;

interface Step {
  type: Acknowledged['type'];
  method: string;
  path: string;
  query?: string;
  mediaType?: string;
  body?: unknown;
  count: number | undefined;
}

/**
 * Writes to objects of its own without pause, through kills of the server, and
 * keeps account of what was acknowledged. After an answer that did not come it
 * looks whether the write happened: both are right, anything else is not.
 */
export class Writer {
  readonly acknowledged: Acknowledged[] = [];
  /** What was found that must not be. */
  readonly faults: string[] = [];
  /** Writes whose answer did not come. */
  unanswered = 0;
  private readonly states = new Map<string, State>();
  private connection: Connection | undefined;
  private counter = 0;
  private stopped = false;

  constructor(
    private readonly server: MortalServer,
    private readonly maps: string,
    private readonly lane: number,
    private readonly random: () => number,
  ) {}

  async run(): Promise<void> {
    while (!this.stopped) {
      const name = this.pick();
      await this.step(name, this.next(name));
    }
    this.connection?.agent.destroy();
  }

  stop(): void {
    this.stopped = true;
  }

  /** Objects as they should be. */
  get expected(): ReadonlyMap<string, State> {
    return this.states;
  }

  private pick(): string {
    const names = [...this.states.keys()];
    const fresh = names.length < 5 || this.random() < 0.3;
    return fresh
      ? `map-${this.lane}-${names.length}`
      : names[Math.floor(this.random() * names.length)];
  }

  private next(name: string): Step {
    const state = this.states.get(name);
    const count = ++this.counter;
    const path = `${this.maps}/${name}`;
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      data: { count: String(count) },
    };
    const apply = {
      method: 'PATCH',
      path,
      query: '?fieldManager=crash&force=true',
      mediaType: PATCH.apply,
      body: object,
      count,
    };
    if (!state) {
      return this.random() < 0.5
        ? {
            type: 'ADDED',
            method: 'POST',
            path: this.maps,
            body: object,
            count,
          }
        : { type: 'ADDED', ...apply };
    }
    const dice = this.random();
    if (dice < 0.15) {
      return { type: 'DELETED', method: 'DELETE', path, count: undefined };
    }
    if (dice < 0.45) return { type: 'MODIFIED', ...apply };
    if (dice < 0.75) {
      return {
        type: 'MODIFIED',
        method: 'PATCH',
        path,
        mediaType: PATCH.merge,
        body: { data: { count: String(count) } },
        count,
      };
    }
    // Fails with a conflict if the version of before was lost.
    return {
      type: 'MODIFIED',
      method: 'PUT',
      path,
      body: {
        ...object,
        metadata: { name, resourceVersion: state.version },
      },
      count,
    };
  }

  private async step(name: string, step: Step): Promise<void> {
    let answer: Answer;
    try {
      answer = await this.send(step);
    } catch {
      this.unanswered++;
      await this.resolve(name, step);
      return;
    }
    if (answer.status >= 300) {
      this.faults.push(`${step.method} ${name}: ${answer.text}`);
      await this.resolve(name, step);
      return;
    }
    const version = metadataOf(answer).resourceVersion;
    this.acknowledged.push({
      type: step.type,
      name,
      version: step.type === 'DELETED' ? undefined : Number(version),
      count: step.count,
    });
    this.states.set(
      name,
      step.count === undefined ? undefined : { count: step.count, version },
    );
  }

  /** Looks whether a write without an answer happened. */
  private async resolve(name: string, step: Step): Promise<void> {
    for (;;) {
      try {
        const answer = await this.send({
          method: 'GET',
          path: `${this.maps}/${name}`,
        });
        const found = stateOf(answer);
        const before = this.states.get(name);
        if (found?.count !== before?.count && found?.count !== step.count) {
          this.faults.push(
            `${name} is at ${found?.count}, not at ${before?.count} or ${step.count}`,
          );
        }
        this.states.set(name, found);
        return;
      } catch {
        await delay(5);
      }
    }
  }

  private async send(
    step: Pick<Step, 'method' | 'path' | 'query' | 'mediaType' | 'body'>,
  ): Promise<Answer> {
    this.connection ??= await this.server.connection();
    try {
      return await sendTo(
        this.connection,
        step.method,
        `${step.path}${step.query ?? ''}`,
        { body: step.body, type: step.mediaType },
      );
    } catch (error) {
      this.connection.agent.destroy();
      this.connection = undefined;
      throw error;
    }
  }
}

function stateOf(answer: Answer): State {
  if (answer.status === 404) return undefined;
  const { count } = answer.body.data as { count: string };
  return {
    count: Number(count),
    version: metadataOf(answer).resourceVersion,
  };
}

import type { ClusterAccess } from '../clusters/ClusterConnections';
import {
  isClusterRequestError,
  type ClusterRequestError,
} from '../http/ClusterRequestError';

/** What a cluster answers to everybody; small, and made without a look into its storage. */
const PATH = '/version';

/**
 * Asks clusters for a sign of life. A server that hangs keeps its connections open, so that a quiet
 * watch and a dead one look the same until the watch is due to end.
 */
export class Pulse {
  readonly #after: number;
  readonly #timeout: number;
  readonly #heardAt = new Map<string, number>();
  readonly #asking = new Map<
    string,
    Promise<ClusterRequestError | undefined>
  >();

  static create(options: {
    /** Milliseconds of silence after which a cluster is asked. */
    after: number;
    /** Milliseconds it has to answer. */
    timeout: number;
  }): Pulse {
    return new Pulse(options.after, options.timeout);
  }

  private constructor(after: number, timeout: number) {
    this.#after = after;
    this.#timeout = timeout;
  }

  /**
   * Waits for the sign of life of a cluster that was not heard of lately; all who ask wait for the same.
   *
   * @param heardAt - when it was last heard of elsewhere, in milliseconds
   * @returns why there is none; undefined when the cluster lives.
   */
  async missing(
    { connection }: ClusterAccess,
    heardAt: number,
  ): Promise<ClusterRequestError | undefined> {
    const { name } = connection;
    const last = Math.max(heardAt, this.#heardAt.get(name) ?? 0);
    if (Date.now() - last < this.#after) {
      return undefined;
    }
    let asking = this.#asking.get(name);
    if (!asking) {
      asking = this.#ask(connection).finally(() => this.#asking.delete(name));
      this.#asking.set(name, asking);
    }
    return asking;
  }

  async #ask(
    connection: ClusterAccess['connection'],
  ): Promise<ClusterRequestError | undefined> {
    try {
      await connection.request({
        method: 'GET',
        path: PATH,
        timeout: this.#timeout,
      });
    } catch (error) {
      if (!isClusterRequestError(error)) {
        throw error;
      }
      // Whoever refuses is alive.
      if (error.failure !== 'status') {
        return error;
      }
    }
    this.#heardAt.set(connection.name, Date.now());
    return undefined;
  }
}

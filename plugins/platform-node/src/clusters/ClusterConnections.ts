import { NotFoundError } from '@backstage/errors';
import type { ClusterOptions } from '../config/readClusterOptions';
import { DefaultKindDiscovery } from '../discovery/DefaultKindDiscovery';
import type { KindDiscovery } from '../discovery/types';
import { HttpClusterConnection } from '../http/HttpClusterConnection';
import type { ClusterConnection } from '../http/types';

/** What it takes to speak with one cluster. */
export interface ClusterAccess {
  connection: ClusterConnection;
  discovery: KindDiscovery;
}

/** One connection and one discovery per cluster for the whole backend. Not exported by the package. */
export class ClusterConnections {
  readonly #byName: ReadonlyMap<string, ClusterAccess>;

  static create(
    clusters: readonly ClusterOptions[],
    options: { requestTimeout: number },
  ): ClusterConnections {
    return new ClusterConnections(
      new Map(
        clusters.map(cluster => {
          const connection = HttpClusterConnection.create(cluster, {
            timeout: options.requestTimeout,
          });
          return [
            cluster.name,
            {
              connection,
              discovery: DefaultKindDiscovery.create({ connection }),
            },
          ];
        }),
      ),
    );
  }

  private constructor(byName: ReadonlyMap<string, ClusterAccess>) {
    this.#byName = byName;
  }

  names(): string[] {
    return [...this.#byName.keys()];
  }

  /** @throws NotFoundError for a name that is not configured. */
  get(name: string): ClusterAccess {
    const access = this.#byName.get(name);
    if (!access) {
      throw new NotFoundError(`There is no cluster "${name}"`);
    }
    return access;
  }

  close(): void {
    for (const { connection } of this.#byName.values()) {
      connection.close();
    }
  }
}

import { NotFoundError } from '@backstage/errors';
import type { ClusterOptions } from '../config/readClusterOptions';
import type { Cluster, ClusterRegistry } from '../types';

/** The configured clusters, without what it takes to reach them. */
export class DefaultClusterRegistry implements ClusterRegistry {
  readonly #clusters: ReadonlyMap<string, Cluster>;

  static create(clusters: readonly ClusterOptions[]): DefaultClusterRegistry {
    return new DefaultClusterRegistry(clusters);
  }

  private constructor(clusters: readonly ClusterOptions[]) {
    this.#clusters = new Map(
      clusters.map(({ name, title, url }) => [
        name,
        { name, url, ...(title === undefined ? {} : { title }) },
      ]),
    );
  }

  list(): Cluster[] {
    return [...this.#clusters.values()];
  }

  get(name: string): Cluster {
    const cluster = this.#clusters.get(name);
    if (!cluster) {
      throw new NotFoundError(`There is no cluster "${name}"`);
    }
    return cluster;
  }
}

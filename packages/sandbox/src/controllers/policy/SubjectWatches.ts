import {
  type Change,
  InformerPool,
  type InformerTiming,
  type KubernetesClient,
  type KubernetesObject,
  type Log,
  type ObjectKey,
} from '../runtime';
import type { ServedResource } from './ResourceCatalog';

/** An object by its kind and name. */
export type SubjectKey = ObjectKey &
  Pick<ServedResource, 'apiVersion' | 'kind'>;

/** Watches the kinds that somebody looks at, and no others. */
export class SubjectWatches {
  private readonly pool: InformerPool;
  private readonly watched = new Map<
    string,
    { resource: ServedResource; stop: () => void }
  >();

  constructor(
    client: KubernetesClient,
    log: Log,
    private readonly onChange: (change: Change) => void,
    timing?: InformerTiming,
  ) {
    this.pool = new InformerPool(client, log, timing);
  }

  /** Watches exactly these kinds from now on; settles when all are listed. */
  async only(resources: readonly ServedResource[]): Promise<void> {
    const wanted = new Map(resources.map(it => [keyOfKind(it), it]));
    for (const [key, { resource, stop }] of [...this.watched]) {
      if (wanted.has(key)) continue;
      stop();
      this.watched.delete(key);
      await this.pool.drop(resource);
    }
    for (const [key, resource] of wanted) {
      if (this.watched.has(key)) continue;
      const stop = this.pool
        .of(resource.apiVersion, resource.kind)
        .onChange(this.onChange);
      this.watched.set(key, { resource, stop });
    }
    await Promise.all(
      [...wanted.values()].map(
        it => this.pool.of(it.apiVersion, it.kind).synced,
      ),
    );
  }

  /** The kinds watched, as `apps/v1 Deployment`. */
  get kinds(): Set<string> {
    return new Set(this.watched.keys());
  }

  /** How a watched kind is served. */
  resourceOf(of: {
    apiVersion: string;
    kind: string;
  }): ServedResource | undefined {
    return this.watched.get(keyOfKind(of))?.resource;
  }

  get(key: SubjectKey): KubernetesObject | undefined {
    const resource = this.resourceOf(key);
    return resource && this.pool.of(key.apiVersion, key.kind).get(key);
  }

  /** All objects of all watched kinds. */
  *all(): Generator<KubernetesObject> {
    for (const { resource } of this.watched.values()) {
      yield* this.pool.of(resource.apiVersion, resource.kind).list();
    }
  }

  async stop(): Promise<void> {
    for (const { stop } of this.watched.values()) stop();
    this.watched.clear();
    await this.pool.stop();
  }
}

function keyOfKind({ apiVersion, kind }: { apiVersion: string; kind: string }) {
  return `${apiVersion} ${kind}`;
}

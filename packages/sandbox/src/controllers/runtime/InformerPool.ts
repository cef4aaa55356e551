import type { InformerTiming } from './Informer';
import { Informer } from './Informer';
import type { KubernetesClient } from './KubernetesClient';
import type { GroupVersionKind, KubernetesObject, Log } from './types';

/** One informer per kind, shared by all controllers of a process. */
export class InformerPool {
  private readonly informers = new Map<string, Informer>();

  constructor(
    private readonly client: KubernetesClient,
    private readonly log: Log,
    private readonly timing?: InformerTiming,
  ) {}

  /** The informer of a kind; made and begun at its first use. */
  of<T extends KubernetesObject = KubernetesObject>(
    apiVersion: string,
    kind: string,
  ): Informer<T> {
    const id = poolKey({ apiVersion, kind });
    let informer = this.informers.get(id);
    if (!informer) {
      informer = new Informer(
        this.client,
        { apiVersion, kind },
        this.log,
        this.timing,
      );
      this.informers.set(id, informer);
    }
    // The type parameter is the caller's word about the kind, exactly as with `client.get<T>`.
    return informer as unknown as Informer<T>;
  }

  /** Whether the kind is watched already. */
  has(gvk: GroupVersionKind): boolean {
    return this.informers.has(poolKey(gvk));
  }

  /** Ends the watch of one kind. */
  async drop(gvk: GroupVersionKind): Promise<void> {
    const informer = this.informers.get(poolKey(gvk));
    this.informers.delete(poolKey(gvk));
    await informer?.stop();
  }

  /** Ends all watches. */
  async stop(): Promise<void> {
    const all = [...this.informers.values()];
    this.informers.clear();
    await Promise.all(all.map(it => it.stop()));
  }
}

function poolKey(gvk: GroupVersionKind): string {
  return `${gvk.apiVersion}/${gvk.kind}`;
}

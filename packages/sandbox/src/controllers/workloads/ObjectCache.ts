import type {
  Informer,
  KubernetesClient,
  KubernetesObject,
  ObjectKey,
} from '../runtime';
import { keyOf, parseKey, refOf, wireTime } from '../runtime';

/** An object that a watch has not shown after this long was deleted unseen. */
const FORGET_MS = 30_000;

/**
 * An informer's objects together with what this process wrote and the watch has
 * not told yet. Without it a second pass would make the same pods again; the
 * real controllers keep "expectations" for the same reason.
 */
export class ObjectCache<T extends KubernetesObject> {
  private readonly written = new Map<string, { object: T; at: number }>();
  private readonly deleted = new Set<string>();

  constructor(
    private readonly client: KubernetesClient,
    readonly informer: Informer<T>,
  ) {
    informer.onChange(({ type, object }) => {
      const key = keyOf(nameOf(object));
      const own = this.written.get(key);
      if (own && (type === 'deleted' || !newer(own.object, object))) {
        this.written.delete(key);
      }
      if (type === 'deleted') this.deleted.delete(object.metadata.uid ?? '');
    });
  }

  /** The newest state known; what this process has told to go counts as going. */
  get(key: ObjectKey): T | undefined {
    const known = this.informer.get(key);
    const own = this.ownOf(keyOf(key));
    const object = own && newer(own, known) ? own : known;
    if (!object || object.metadata.deletionTimestamp) return object;
    if (!this.deleted.has(object.metadata.uid ?? '')) return object;
    const metadata = { ...object.metadata, deletionTimestamp: wireTime() };
    return { ...object, metadata };
  }

  /** All objects of a namespace, or all there are. */
  list(namespace?: string): T[] {
    const keys = new Set(
      this.informer.list(namespace).map(object => keyOf(nameOf(object))),
    );
    for (const [key, { object }] of this.written) {
      if (!namespace || object.metadata.namespace === namespace) keys.add(key);
    }
    return [...keys]
      .map(key => this.get(parseKey(key)))
      .filter(object => object !== undefined);
  }

  /** The objects that an object controls. */
  controlledBy(owner: KubernetesObject): T[] {
    return this.list(owner.metadata.namespace).filter(object =>
      object.metadata.ownerReferences?.some(
        one => one.controller && one.uid === owner.metadata.uid,
      ),
    );
  }

  /** @throws KubernetesApiError when the server refuses */
  async create(object: KubernetesObject): Promise<T> {
    return this.remember(await this.client.create<T>(object));
  }

  /** Merges into the object. @throws KubernetesApiError when the server refuses */
  async patch(object: T, patch: KubernetesObject['spec']): Promise<T> {
    return this.remember(
      await this.client.patch<T>(refOf(object), patch ?? {}),
    );
  }

  /** Writes the status over the version that was read. @throws KubernetesApiError, Conflict after a lost race */
  async updateStatus(object: T): Promise<T> {
    return this.remember(await this.client.updateStatus<T>(object));
  }

  /** Deletes exactly this object. @throws KubernetesApiError when the server refuses */
  async delete(object: T): Promise<void> {
    const uid = object.metadata.uid ?? '';
    await this.client.delete(refOf(object), {
      propagationPolicy: 'Background',
      preconditions: { uid },
    });
    const known = this.informer.get(nameOf(object));
    if (known?.metadata.uid === uid || this.ownOf(keyOf(nameOf(object)))) {
      this.deleted.add(uid);
    }
    const { deleted } = this;
    // Only a guard against growth: normally the watch tells.
    setTimeout(() => deleted.delete(uid), FORGET_MS).unref();
  }

  private remember(object: T): T {
    if (newer(object, this.informer.get(nameOf(object)))) {
      this.written.set(keyOf(nameOf(object)), { object, at: Date.now() });
    }
    return object;
  }

  private ownOf(key: string): T | undefined {
    const own = this.written.get(key);
    if (!own) return undefined;
    if (Date.now() - own.at > FORGET_MS) {
      this.written.delete(key);
      return undefined;
    }
    return own.object;
  }
}

/** Resource versions are comparable numbers since Kubernetes 1.35. */
function newer(one: KubernetesObject, other: KubernetesObject | undefined) {
  if (!other) return true;
  return (
    BigInt(one.metadata.resourceVersion ?? 0) >
    BigInt(other.metadata.resourceVersion ?? 0)
  );
}

function nameOf({ metadata }: KubernetesObject): ObjectKey {
  return { namespace: metadata.namespace, name: metadata.name ?? '' };
}

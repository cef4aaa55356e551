import type { Informer, KubernetesObject, ObjectKey } from '../../runtime';
import { keyOf } from '../../runtime';

/** A write that a watch has not shown after this long is believed no more. */
const BELIEVE_MS = 10_000;

/** An informer's objects, together with what this process wrote and the watch has not told yet. */
export class FreshObjects<T extends KubernetesObject = KubernetesObject> {
  private readonly written = new Map<string, { object: T; at: number }>();
  private readonly deleted = new Map<string, number>();

  constructor(readonly informer: Informer<T>) {
    informer.onChange(({ type, object }) => {
      const key = keyOf(nameOf(object));
      const own = this.written.get(key);
      if (own && (type === 'deleted' || !isNewer(own.object, object))) {
        this.written.delete(key);
      }
      if (type === 'deleted') this.deleted.delete(object.metadata.uid ?? '');
    });
  }

  /** The newest state known. */
  get(key: ObjectKey): T | undefined {
    const known = this.informer.get(key);
    const own = this.written.get(keyOf(key));
    if (own && Date.now() - own.at > BELIEVE_MS) {
      this.written.delete(keyOf(key));
    } else if (own && (!known || isNewer(own.object, known))) {
      return this.unlessGone(own.object);
    }
    return known && this.unlessGone(known);
  }

  list(namespace?: string): T[] {
    const keys = new Map<string, ObjectKey>();
    for (const object of this.informer.list(namespace)) {
      const key = nameOf(object);
      keys.set(keyOf(key), key);
    }
    for (const [id, { object }] of this.written) {
      const key = nameOf(object);
      if (!namespace || key.namespace === namespace) keys.set(id, key);
    }
    return [...keys.values()]
      .map(key => this.get(key))
      .filter(object => object !== undefined);
  }

  /** Notes what the server answered to a write. */
  remember(object: T): T {
    const known = this.informer.get(nameOf(object));
    if (!known || isNewer(object, known)) {
      const key = keyOf(nameOf(object));
      this.written.set(key, { object, at: Date.now() });
    }
    return object;
  }

  /** Notes that an object was deleted and is gone. */
  forget(object: KubernetesObject): void {
    this.written.delete(keyOf(nameOf(object)));
    this.deleted.set(object.metadata.uid ?? '', Date.now());
  }

  private unlessGone(object: T): T | undefined {
    const uid = object.metadata.uid ?? '';
    const at = this.deleted.get(uid);
    if (at === undefined) return object;
    if (Date.now() - at < BELIEVE_MS) return undefined;
    this.deleted.delete(uid);
    return object;
  }
}

/** Resource versions are comparable numbers since Kubernetes 1.35. */
function isNewer(one: KubernetesObject, other: KubernetesObject): boolean {
  return (
    BigInt(one.metadata.resourceVersion ?? 0) >
    BigInt(other.metadata.resourceVersion ?? 0)
  );
}

function nameOf({ metadata }: KubernetesObject): ObjectKey {
  return { namespace: metadata.namespace, name: metadata.name ?? '' };
}

import type { KubernetesObject } from '@cairn/plugin-platform-common';
import type { CachedObject, CacheChange } from '../types';
import { compareResourceVersions } from './resourceVersion';

const MAX_TOMBSTONES = 1_000;

function keyOf(object: KubernetesObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

function isOlder(a: KubernetesObject, b: KubernetesObject): boolean {
  const order = compareResourceVersions(
    a.metadata.resourceVersion,
    b.metadata.resourceVersion,
  );
  return order !== undefined && order < 0;
}

function isSame(a: KubernetesObject, b: KubernetesObject): boolean {
  return (
    a.metadata.uid === b.metadata.uid &&
    a.metadata.resourceVersion !== undefined &&
    a.metadata.resourceVersion === b.metadata.resourceVersion
  );
}

/**
 * The objects of one kind on one cluster, found by namespace and name. Never goes back in time: an
 * event that is older than what is held, or than the deletion that was seen, changes nothing.
 */
export class ObjectStore {
  readonly #cluster: string;
  readonly #byNamespace = new Map<string, Map<string, CachedObject>>();
  /** Resource version at which a key was deleted, oldest first. */
  readonly #deleted = new Map<string, KubernetesObject>();
  #size = 0;

  constructor(cluster: string) {
    this.#cluster = cluster;
  }

  get size(): number {
    return this.#size;
  }

  *values(namespaces?: readonly string[]): Iterable<CachedObject> {
    if (!namespaces) {
      for (const objects of this.#byNamespace.values()) {
        yield* objects.values();
      }
      return;
    }
    for (const namespace of new Set(namespaces)) {
      yield* this.#byNamespace.get(namespace)?.values() ?? [];
    }
  }

  find(namespace: string, name: string): CachedObject | undefined {
    return this.#byNamespace.get(namespace)?.get(name);
  }

  /** Whether exactly this state of an object is held, or is the one it was deleted in. */
  knows(object: KubernetesObject): boolean {
    const held = this.#get(object);
    const grave = this.#deleted.get(keyOf(object));
    return Boolean(
      (held && isSame(held, object)) || (grave && isSame(grave, object)),
    );
  }

  /** Takes an object that was added or modified; undefined when that is no news. */
  put(object: KubernetesObject): CacheChange | undefined {
    const held = this.#get(object);
    if (held && (isSame(held, object) || isOlder(object, held))) {
      return undefined;
    }
    const grave = this.#deleted.get(keyOf(object));
    if (!held && grave && (isSame(grave, object) || isOlder(object, grave))) {
      return undefined;
    }
    this.#set(object);
    return held
      ? this.#change('modified', object, held)
      : this.#change('added', object);
  }

  /** Takes the last state of an object that was deleted; undefined when that is no news. */
  remove(object: KubernetesObject): CacheChange | undefined {
    const held = this.#get(object);
    if (held && isOlder(object, held)) {
      return undefined;
    }
    this.#bury(object);
    if (!held) {
      return undefined;
    }
    this.#delete(held);
    return this.#change('deleted', object, held);
  }

  /** Makes the content equal to a complete list, whatever the order of versions says. */
  replaceAll(objects: Iterable<KubernetesObject>): CacheChange[] {
    const changes: CacheChange[] = [];
    const present = new Set<string>();
    this.#deleted.clear();
    for (const object of objects) {
      present.add(keyOf(object));
      const held = this.#get(object);
      if (held && isSame(held, object)) {
        continue;
      }
      this.#set(object);
      changes.push(
        held
          ? this.#change('modified', object, held)
          : this.#change('added', object),
      );
    }
    for (const { object } of [...this.values()]) {
      if (!present.has(keyOf(object))) {
        this.#delete(object);
        changes.push(this.#change('deleted', object, object));
      }
    }
    return changes;
  }

  clear(): void {
    this.#byNamespace.clear();
    this.#deleted.clear();
    this.#size = 0;
  }

  #get(object: KubernetesObject): KubernetesObject | undefined {
    return this.find(object.metadata.namespace ?? '', object.metadata.name)
      ?.object;
  }

  #set(object: KubernetesObject): void {
    const namespace = object.metadata.namespace ?? '';
    let objects = this.#byNamespace.get(namespace);
    if (!objects) {
      objects = new Map();
      this.#byNamespace.set(namespace, objects);
    }
    this.#size += objects.has(object.metadata.name) ? 0 : 1;
    objects.set(object.metadata.name, { cluster: this.#cluster, object });
    this.#deleted.delete(keyOf(object));
  }

  #delete(object: KubernetesObject): void {
    const namespace = object.metadata.namespace ?? '';
    const objects = this.#byNamespace.get(namespace);
    if (objects?.delete(object.metadata.name)) {
      this.#size -= 1;
    }
    if (objects?.size === 0) {
      this.#byNamespace.delete(namespace);
    }
  }

  #bury(object: KubernetesObject): void {
    const key = keyOf(object);
    const grave = this.#deleted.get(key);
    if (grave && isOlder(object, grave)) {
      return;
    }
    this.#deleted.delete(key);
    this.#deleted.set(key, {
      apiVersion: object.apiVersion,
      kind: object.kind,
      metadata: {
        name: object.metadata.name,
        uid: object.metadata.uid,
        resourceVersion: object.metadata.resourceVersion,
      },
    });
    if (this.#deleted.size > MAX_TOMBSTONES) {
      for (const oldest of this.#deleted.keys()) {
        this.#deleted.delete(oldest);
        break;
      }
    }
  }

  #change(
    type: CacheChange['type'],
    object: KubernetesObject,
    previous?: KubernetesObject,
  ): CacheChange {
    return {
      type,
      cluster: this.#cluster,
      object,
      ...(previous ? { previous } : {}),
    };
  }
}

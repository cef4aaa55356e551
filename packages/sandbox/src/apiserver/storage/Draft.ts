import type { KubeObject } from '../types';
import type { Change } from './Change';
import {
  encodeObject,
  objectKey,
  storedFromText,
  toStored,
  type StoredObject,
} from './StoredObject';

/** What a draft is laid over: committed objects, or an earlier draft. */
export interface ObjectView {
  get(
    resource: string,
    namespace: string,
    name: string,
  ): StoredObject | undefined;
  /** Unordered; `namespace` undefined means all. */
  list(resource: string, namespace?: string): Iterable<StoredObject>;
}

/**
 * Changes on top of a view, not yet committed. Reading sees them. A draft that
 * is thrown away leaves nothing behind.
 */
export class Draft implements ObjectView {
  readonly changes: Change[] = [];
  private readonly overlay = new Map<
    string,
    Map<string, StoredObject | undefined>
  >();

  constructor(
    private readonly below: ObjectView,
    private revision: number,
    /** A dry run keeps the versions clients know instead of counting on. */
    readonly dryRun: boolean,
  ) {}

  get lastRevision(): number {
    return this.revision;
  }

  get(
    resource: string,
    namespace: string,
    name: string,
  ): StoredObject | undefined {
    const layer = this.overlay.get(resource);
    const key = objectKey(namespace, name);
    return layer?.has(key)
      ? layer.get(key)
      : this.below.get(resource, namespace, name);
  }

  *list(resource: string, namespace?: string): Iterable<StoredObject> {
    const layer = this.overlay.get(resource);
    for (const object of this.below.list(resource, namespace)) {
      if (!layer?.has(objectKey(object.namespace, object.name))) yield object;
    }
    for (const object of layer?.values() ?? []) {
      if (
        object &&
        (namespace === undefined || object.namespace === namespace)
      ) {
        yield object;
      }
    }
  }

  /** Creates or replaces; sets `resourceVersion` on the object given. */
  put(resource: string, object: KubeObject): StoredObject {
    const previous = this.get(
      resource,
      object.metadata.namespace ?? '',
      object.metadata.name ?? '',
    );
    // What a dry run would create has no version.
    const stored =
      this.dryRun && !previous
        ? storedFromText(resource, object, encodeObject(object), 0)
        : toStored(
            resource,
            object,
            this.dryRun ? previous?.revision ?? 0 : ++this.revision,
          );
    this.record({
      revision: stored.revision,
      type: previous ? 'MODIFIED' : 'ADDED',
      object: stored,
      ...(previous && { previous }),
    });
    return stored;
  }

  /** Removes for good; answers the last state with the version of the removal. */
  remove(resource: string, object: KubeObject): StoredObject {
    const previous = this.get(
      resource,
      object.metadata.namespace ?? '',
      object.metadata.name ?? '',
    );
    if (!previous) throw new Error('nothing to remove');
    const stored = toStored(
      resource,
      object,
      this.dryRun ? previous.revision : ++this.revision,
    );
    this.record({
      revision: stored.revision,
      type: 'DELETED',
      object: stored,
      previous,
    });
    return stored;
  }

  private record(change: Change): void {
    this.changes.push(change);
    const { resource, namespace, name } = change.object;
    let layer = this.overlay.get(resource);
    if (!layer) {
      layer = new Map();
      this.overlay.set(resource, layer);
    }
    layer.set(
      objectKey(namespace, name),
      change.type === 'DELETED' ? undefined : change.object,
    );
  }

  /** Takes over the changes of a draft laid over this one. */
  absorb(other: Draft): void {
    for (const change of other.changes) this.record(change);
    this.revision = other.revision;
  }
}

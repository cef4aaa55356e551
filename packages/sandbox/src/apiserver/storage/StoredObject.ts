import type { KubeObject } from '../types';

/**
 * One object as the server keeps it: its JSON text, and the few fields that
 * lists, selectors and the collectors need without parsing.
 *
 * @remarks
 * Text takes a fraction of the memory of parsed objects and goes to clients as
 * it is, which is what keeps reads cheap.
 */
export interface StoredObject {
  /** `secrets`, or `widgets.example.org`. */
  readonly resource: string;
  /** `''` for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Version of the last change, counted over all objects. */
  readonly revision: number;
  readonly text: string;
  readonly labels: Readonly<Record<string, string>>;
  /** UIDs of the owners. */
  readonly owners: readonly string[];
  readonly deleting: boolean;
}

/** `secrets` for core, else `plural.group`. */
export function resourceKey(group: string, plural: string): string {
  return group ? `${plural}.${group}` : plural;
}

/** Key of an object among those of its resource; sorts as etcd keys do. */
export function objectKey(namespace: string, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}

/** Writes the object with `apiVersion` and `kind` first, which readers rely on. */
export function encodeObject(object: KubeObject): string {
  const { apiVersion, kind, metadata, ...rest } = object;
  return JSON.stringify({ apiVersion, kind, metadata, ...rest });
}

/** Builds the stored form; `object.metadata.resourceVersion` is set to `revision`. */
export function toStored(
  resource: string,
  object: KubeObject,
  revision: number,
): StoredObject {
  object.metadata.resourceVersion = String(revision);
  return storedFromText(resource, object, encodeObject(object), revision);
}

/** Builds the stored form of an object whose text is known. */
export function storedFromText(
  resource: string,
  object: KubeObject,
  text: string,
  revision: number,
): StoredObject {
  const { metadata } = object;
  return {
    resource,
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    revision,
    text,
    labels: metadata.labels ?? {},
    owners: (metadata.ownerReferences ?? []).map(owner => owner.uid),
    deleting: metadata.deletionTimestamp !== undefined,
  };
}

/** A fresh copy that the caller may change. */
export function parseStored(stored: StoredObject): KubeObject {
  return JSON.parse(stored.text) as KubeObject;
}

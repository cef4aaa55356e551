import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { compareText, isObject } from '../json';

/** An object by what tells it from others. @public */
export interface ManifestRef {
  apiVersion: string;
  kind: string;
  name: string;
}

/** A field that differs. The side where it is missing is undefined. @public */
export interface FieldChange {
  /** For example `spec.template.spec.containers[web].image`; entries of lists by name or index. */
  path: string;
  before?: unknown;
  after?: unknown;
}

/** What is different between two renderings. @public */
export interface ManifestDiff {
  added: ManifestRef[];
  removed: ManifestRef[];
  changed: { ref: ManifestRef; fields: FieldChange[] }[];
}

function refOf({ apiVersion, kind, metadata }: KubernetesObject): ManifestRef {
  return { apiVersion, kind, name: metadata.name };
}

function idOf({ apiVersion, kind, name }: ManifestRef): string {
  return [apiVersion, kind, name].join(' ');
}

/** The entries of a list by their names, where all have one of their own. */
function byName(list: unknown[]): Map<string, unknown> | undefined {
  const named = new Map<string, unknown>();
  for (const item of list) {
    const name = isObject(item) ? item.name ?? item.mountPath : undefined;
    if (typeof name !== 'string' || named.has(name)) {
      return undefined;
    }
    named.set(name, item);
  }
  return named;
}

function entriesOf(
  value: unknown,
  other: unknown,
): Map<string, unknown> | undefined {
  if (Array.isArray(value) && Array.isArray(other)) {
    const named = byName(value) && byName(other) ? byName(value) : undefined;
    const entries: [string, unknown][] = named
      ? [...named]
      : value.map((it, index) => [String(index), it]);
    return new Map(entries.map(([key, it]) => [`[${key}]`, it]));
  }
  return isObject(value) && isObject(other)
    ? new Map(
        Object.entries(value).map(([key, it]) => [
          /^[\w-]+$/.test(key) ? `.${key}` : `["${key}"]`,
          it,
        ]),
      )
    : undefined;
}

function diffValues(
  path: string,
  before: unknown,
  after: unknown,
): FieldChange[] {
  const left = entriesOf(before, after);
  const right = entriesOf(after, before);
  if (!left || !right) {
    return before === after
      ? []
      : [
          {
            path: path.replace(/^\./, ''),
            ...(before !== undefined && { before }),
            ...(after !== undefined && { after }),
          },
        ];
  }
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  return keys
    .sort(compareText)
    .flatMap(key => diffValues(path + key, left.get(key), right.get(key)));
}

/**
 * What is different between two renderings, as data. Objects are the same by API version, kind and
 * name: the namespace differs between environments and is an ordinary field here.
 *
 * @public
 */
export function diffManifests(
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
): ManifestDiff {
  const left = new Map(before.map(it => [idOf(refOf(it)), it]));
  const right = new Map(after.map(it => [idOf(refOf(it)), it]));
  const only = (
    these: Map<string, KubernetesObject>,
    those: Map<string, KubernetesObject>,
  ) =>
    [...these]
      .filter(([id]) => !those.has(id))
      .sort(([a], [b]) => compareText(a, b))
      .map(([, it]) => refOf(it));
  const changed = [...left]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([id, it]) => {
      const other = right.get(id);
      const fields = other ? diffValues('', it, other) : [];
      return fields.length > 0 ? [{ ref: refOf(it), fields }] : [];
    });
  return { added: only(right, left), removed: only(left, right), changed };
}

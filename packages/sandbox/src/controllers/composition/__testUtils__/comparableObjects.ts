import type { JsonObject, KubernetesObject } from '../../runtime';
import { isObject } from '../fieldpath/FieldPath';

const NAMESPACES = /^(team-[a-z]|crossplane-system|made-by-wide)$/;

/** Objects as far as they are the same in every run: generated names, times and versions are taken out or put alike. */
export function comparableObjects(
  objects: readonly KubernetesObject[],
): string[] {
  const relevant = objects.filter(
    it =>
      (it.kind !== 'Namespace' || isComposed(it)) &&
      it.metadata.name !== 'kube-root-ca.crt' &&
      (it.metadata.namespace === undefined ||
        NAMESPACES.test(it.metadata.namespace)),
  );
  const composite = relevant.find(
    it =>
      it.metadata.labels?.['crossplane.io/claim-name'] &&
      it.kind.startsWith('X'),
  )?.metadata.name;
  return relevant
    .map(it => rename(JSON.stringify(comparable(it)), composite))
    .sort();
}

function isComposed({ metadata }: KubernetesObject): boolean {
  return metadata.labels?.['crossplane.io/composite'] !== undefined;
}

/** A server says in other words that it cannot make sense of an object, depending on where it notices. */
const UNDECODABLE =
  /(?:failed to create typed patch object|\w+ in version \\?"v1\\?" cannot be handled as)(?:[^"\\]|\\")*/;

/** Generated parts of names differ in every run; so does what is made of them. */
function rename(text: string, composite: string | undefined): string {
  const named = composite ? text.replaceAll(composite, '<composite>') : text;
  return named
    .replace(
      /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
      '<uid>',
    )
    .replace(
      /("compositionRevisionRef":\{"name":"[^"]*)-[0-9a-f]{7}"/g,
      '$1-<revision>"',
    )
    .replace(UNDECODABLE, '<undecodable>')
    .replace(/-[0-9a-f]{12}"/g, '-<hash>"')
    .replace(/"endpoint":"[^"]*"/g, '"endpoint":"<name of a composed object>"');
}

function comparable(object: KubernetesObject): JsonObject {
  const { apiVersion, kind, metadata, spec, status, data, type } = object;
  const { namespace, annotations, finalizers } = metadata;
  const { name, labels } = withoutHash(object);
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...notes } =
    annotations ?? {};
  const builtIn = kind === 'Deployment' || kind === 'Namespace';
  const withoutRevision = Object.fromEntries(
    Object.entries(notes).filter(
      ([key]) => !key.startsWith('deployment.kubernetes.io/'),
    ),
  );
  return sorted({
    apiVersion,
    kind,
    name,
    namespace,
    labels: labels ?? {},
    annotations: withoutRevision,
    finalizers: finalizers ?? [],
    owners: (metadata.ownerReferences ?? []).map(it => ({
      kind: it.kind,
      name: it.name,
      controller: it.controller ?? false,
    })),
    ...(!builtIn && {
      spec: spec ? withSortedRefs(spec) : {},
      status: statusOf(status),
      data: kind === 'Secret' ? decoded(data) : data,
      type,
    }),
  }) as JsonObject;
}

/** The name and label of a revision hold a hash of what the server made of the Composition. */
function withoutHash({ kind, metadata }: KubernetesObject) {
  const { name, labels } = metadata;
  if (kind !== 'CompositionRevision') return { name, labels };
  return {
    name: name?.replace(/-[0-9a-f]{7}$/, '-<revision>'),
    labels: { ...labels, 'crossplane.io/composition-hash': '<hash>' },
  };
}

/** References are sorted by names that differ in every run. */
function withSortedRefs(spec: JsonObject): JsonObject {
  const sort = (fields: JsonObject): JsonObject => {
    const { resourceRefs, ...rest } = fields;
    return Array.isArray(resourceRefs)
      ? {
          ...rest,
          refs: resourceRefs
            .filter(isObject)
            .map(it => `${it.apiVersion} ${it.kind}`),
        }
      : rest;
  };
  const { crossplane, ...rest } = spec;
  return {
    ...sort(rest),
    ...(isObject(crossplane) && { crossplane: sort(crossplane) }),
  };
}

function statusOf(status: JsonObject | undefined): JsonObject {
  const { conditions, connectionDetails, ...rest } = status ?? {};
  return {
    ...rest,
    published: connectionDetails !== undefined,
    conditions: (Array.isArray(conditions) ? conditions : [])
      .filter(isObject)
      // Whether it comes first or last depends on which pass wrote it.
      .filter(it => it.type !== 'Responsive')
      .map(it =>
        [it.type, it.status, it.reason, it.message ?? '']
          .join(' ')
          .replace(/-[0-9a-f]{12}/g, '-<hash>'),
      ),
  };
}

function decoded(data: KubernetesObject['data']): JsonObject {
  return Object.fromEntries(
    Object.entries(data ?? {}).map(([key, value]) => [
      key,
      Buffer.from(String(value), 'base64').toString('utf8'),
    ]),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}

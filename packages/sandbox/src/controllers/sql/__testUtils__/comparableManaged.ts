import type { JsonObject, KubernetesObject } from '../../runtime';
import { conditionsOf } from '../../runtime';

/** What an object of a recording is called: "Kind name", or whose usage it is. */
export function nameInRecording({ kind, metadata }: KubernetesObject): string {
  const [owner] = metadata.ownerReferences ?? [];
  return kind === 'ProviderConfigUsage' && owner
    ? `${kind} of ${owner.kind} ${owner.name}`
    : `${kind} ${metadata.name}`;
}

/** An object as far as it is the same in every run: without uids, times, and what the recorder itself wrote. */
export function comparableManaged(object: KubernetesObject): JsonObject {
  const { apiVersion, kind, metadata, spec, status, data, type } = object;
  const { generation } = metadata;
  const conditions = conditionsOf(object);
  const isMade = conditions.every(it => it.reason !== 'Creating');
  const annotations = Object.keys(metadata.annotations ?? {})
    .filter(key => !key.startsWith('example.org/'))
    .filter(key => key !== 'kubectl.kubernetes.io/last-applied-configuration')
    // Whether a first attempt came too early is a matter of milliseconds.
    .filter(key => !(isMade && key.endsWith('/external-create-failed')))
    .sort()
    .map(key =>
      key.includes('/external-create-')
        ? key
        : `${key}: ${metadata.annotations?.[key]}`,
    );
  return {
    apiVersion,
    kind,
    // The server counts a Secret's data as its own; no generation there.
    generation: kind === 'Secret' ? undefined : generation,
    labels: metadata.labels ?? {},
    annotations,
    finalizers: metadata.finalizers ?? [],
    isDeleted: metadata.deletionTimestamp !== undefined,
    owners: (metadata.ownerReferences ?? []).map(
      ({ uid: _, ...owner }) => owner,
    ),
    spec: spec ?? {},
    providerConfigRef: object.providerConfigRef as JsonObject | undefined,
    resourceRef: object.resourceRef as JsonObject | undefined,
    status: {
      ...status,
      conditions: conditions.map(
        it =>
          `${it.type} ${it.status} ${it.reason} gen=${
            it.observedGeneration ?? 'none'
          }: ${it.message ?? ''}`,
      ),
    },
    // Values are nobody's business; which keys there are shows whether anything was published.
    keys: Object.keys((data ?? {}) as JsonObject).sort(),
    type,
  };
}

import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { objectAt, textAt } from '../json';
import type { ConnectionInfo, Offering } from '../types';

/**
 * Where a claim's credentials are: the Secret and the names of its keys. The contents are never read.
 *
 * @remarks
 * `spec.writeConnectionSecretToRef.name` names the Secret. A v2 composite that leaves it out gets
 * `<name>-connection` from function-patch-and-transform; a v1 claim that leaves it out gets none.
 *
 * @returns undefined for an offering that documents no connection keys, and where there is no Secret.
 * @public
 */
export function connectionInfo(options: {
  object: KubernetesObject;
  offering: Pick<Offering, 'scope' | 'connectionKeys'>;
  /** Whether the claim is ready. */
  ready: boolean;
}): ConnectionInfo | undefined {
  const { object, offering, ready } = options;
  const { name, namespace } = object.metadata;
  const keys = offering.connectionKeys ?? [];
  const named = textAt(
    objectAt(object.spec, 'writeConnectionSecretToRef'),
    'name',
  );
  const secretName =
    named ??
    (offering.scope === 'LegacyCluster' ? undefined : `${name}-connection`);
  return keys.length > 0 && secretName && namespace
    ? { secretName, namespace, keys: [...keys], ready }
    : undefined;
}

import { isDeepStrictEqual } from 'node:util';
import type { KubernetesClient, KubernetesObject } from '../../runtime';
import { isObject } from '../fieldpath/FieldPath';
import { writeConnectionSecret } from '../writeConnectionSecret';

/**
 * Copies the connection Secret of a composite into the namespace of its claim.
 *
 * @returns the instant, or nothing when the copy was right already or nobody wants one
 */
export async function propagateConnection(options: {
  client: KubernetesClient;
  claim: KubernetesObject;
  composite: KubernetesObject;
}): Promise<string | undefined> {
  const { client, claim, composite } = options;
  const from = composite.spec?.writeConnectionSecretToRef;
  const to = claim.spec?.writeConnectionSecretToRef;
  if (!isObject(from) || !isObject(to)) return undefined;
  const source = await client.find({
    apiVersion: 'v1',
    kind: 'Secret',
    name: String(from.name),
    namespace: String(from.namespace),
  });
  if (!source) return undefined;
  const name = String(to.name);
  const { namespace } = claim.metadata;
  const existing = await client.find({
    apiVersion: 'v1',
    kind: 'Secret',
    name,
    namespace,
  });
  const data = source.data ?? {};
  if (existing && isDeepStrictEqual(existing.data ?? {}, data))
    return undefined;
  return writeConnectionSecret({
    client,
    owner: claim,
    name,
    namespace,
    existing,
    data,
  });
}

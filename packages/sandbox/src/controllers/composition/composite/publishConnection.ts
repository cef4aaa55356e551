import { isDeepStrictEqual } from 'node:util';
import type { KubernetesClient, KubernetesObject } from '../../runtime';
import { wireTime } from '../../runtime';
import { isObject } from '../fieldpath/FieldPath';
import type { ConnectionDetails } from '../patchAndTransform/extractConnectionDetails';
import { decodeSecret } from './observeComposed';

/**
 * Writes the connection Secret of a v1 composite, in the place it names.
 *
 * @param keys - which details may be published; all, if not given
 * @returns the instant of publication, or nothing when the Secret was right already or the composite names none
 */
export async function publishConnection(options: {
  client: KubernetesClient;
  composite: KubernetesObject;
  details: ConnectionDetails;
  keys?: string[];
}): Promise<string | undefined> {
  const { client, composite, details, keys } = options;
  const reference = composite.spec?.writeConnectionSecretToRef;
  if (!isObject(reference)) return undefined;
  const name = String(reference.name);
  const namespace = String(reference.namespace);
  const allowed = Object.entries(details).filter(
    ([key]) => !keys?.length || keys.includes(key),
  );
  const ref = { apiVersion: 'v1', kind: 'Secret', name, namespace };
  const existing = await client.find(ref);
  const wanted = { ...decodeSecret(existing), ...Object.fromEntries(allowed) };
  if (existing && isDeepStrictEqual(decodeSecret(existing), wanted))
    return undefined;
  const data = Object.fromEntries(
    Object.entries(wanted).map(([key, value]) => [
      key,
      Buffer.from(value).toString('base64'),
    ]),
  );
  const secret: KubernetesObject = {
    ...(existing ?? { apiVersion: 'v1', kind: 'Secret' }),
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      ...(existing?.metadata ?? { name, namespace }),
      ownerReferences: [
        {
          apiVersion: composite.apiVersion,
          kind: composite.kind,
          name: composite.metadata.name ?? '',
          uid: composite.metadata.uid ?? '',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    type: 'connection.crossplane.io/v1alpha1',
    data,
  };
  await (existing ? client.update(secret) : client.create(secret));
  return wireTime();
}

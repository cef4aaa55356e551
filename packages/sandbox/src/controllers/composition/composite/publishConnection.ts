import { isDeepStrictEqual } from 'node:util';
import type { KubernetesClient, KubernetesObject } from '../../runtime';
import { isObject } from '../fieldpath/FieldPath';
import type { ConnectionDetails } from '../patchAndTransform/extractConnectionDetails';
import { writeConnectionSecret } from '../writeConnectionSecret';
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
  return writeConnectionSecret({
    client,
    owner: composite,
    name,
    namespace,
    existing,
    data,
  });
}

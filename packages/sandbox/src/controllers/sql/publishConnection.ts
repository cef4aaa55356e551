import type { KubernetesClient } from '../runtime';
import { readSecretData } from './connectToServer';
import type { ConnectionDetails, ManagedResource } from './managedResource';

/**
 * Writes connection details into the Secret the object names; keys that are not
 * given stay. Without any details the Secret is made empty if it is not there,
 * which is what provider-sql does when somebody deleted it.
 *
 * @throws Error when the Secret belongs to somebody else
 */
export async function publishConnection(
  client: KubernetesClient,
  resource: ManagedResource,
  details: ConnectionDetails,
): Promise<void> {
  const name = resource.spec.writeConnectionSecretToRef?.name;
  if (!name) return;
  const { namespace, uid } = resource.metadata;
  const ref = { apiVersion: 'v1', kind: 'Secret', name, namespace };
  const existing = await client.find(ref);
  const data = Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      Buffer.from(value, 'utf8').toString('base64'),
    ]),
  );
  if (!existing) {
    await client.create(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {
          name,
          namespace,
          ownerReferences: [
            {
              apiVersion: resource.apiVersion,
              kind: resource.kind,
              name: resource.metadata.name,
              uid,
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
        },
        type: 'connection.crossplane.io/v1alpha1',
        data,
      },
      { fieldManager: 'provider-sql' },
    );
    return;
  }
  const controller = existing.metadata.ownerReferences?.find(
    owner => owner.controller,
  );
  if (controller?.uid !== uid) {
    throw new Error(
      `cannot create or update connection secret: existing object is not controlled by UID "${uid}"`,
    );
  }
  if (Object.keys(data).length > 0) {
    await client.patch(ref, { data }, { fieldManager: 'provider-sql' });
  }
}

/** What the object's connection Secret holds now. */
export async function publishedConnection(
  client: KubernetesClient,
  resource: ManagedResource,
): Promise<ConnectionDetails> {
  const name = resource.spec.writeConnectionSecretToRef?.name;
  if (!name) return {};
  const { namespace } = resource.metadata;
  return (await readSecretData(client, { name, namespace })) ?? {};
}

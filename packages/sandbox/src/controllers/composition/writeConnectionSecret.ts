import type { KubernetesClient, KubernetesObject } from '../runtime';
import { wireTime } from '../runtime';

/**
 * Writes a connection Secret that goes when its owner goes.
 *
 * @param existing - The Secret as it is; made anew if there is none.
 * @param data - Its whole content, in base64.
 * @returns the instant of publication
 */
export async function writeConnectionSecret(options: {
  client: KubernetesClient;
  owner: KubernetesObject;
  name: string;
  namespace: string | undefined;
  existing: KubernetesObject | undefined;
  data: KubernetesObject['data'];
}): Promise<string> {
  const { client, owner, name, namespace, existing, data } = options;
  const secret: KubernetesObject = {
    ...existing,
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      ...(existing?.metadata ?? { name, namespace }),
      ownerReferences: [
        {
          apiVersion: owner.apiVersion,
          kind: owner.kind,
          name: owner.metadata.name ?? '',
          uid: owner.metadata.uid ?? '',
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

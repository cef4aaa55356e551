import {
  isAlreadyExists,
  isNotFound,
  type JsonObject,
  type KubernetesClient,
  type KubernetesObject,
  refOf,
} from '../../runtime';

/** Makes a webhook configuration say exactly this. */
export async function writeConfiguration(
  client: KubernetesClient,
  wanted: KubernetesObject,
): Promise<void> {
  const { webhooks, metadata } = wanted;
  const change = { metadata: { labels: metadata.labels }, webhooks };
  try {
    await client.patch(refOf(wanted), change as JsonObject);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    try {
      await client.create(wanted);
    } catch (late) {
      if (!isAlreadyExists(late)) throw late;
      await client.patch(refOf(wanted), change as JsonObject);
    }
  }
}

/**
 * Takes a configuration away: one that calls nobody would refuse every write it
 * matches.
 *
 * @param url - only if it leads there, as another process may have taken it over
 */
export async function removeConfiguration(
  client: KubernetesClient,
  name: string,
  url?: string,
): Promise<void> {
  const ref = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    name,
  };
  const found = await client.find(ref);
  if (!found || (url && !isOurs(found, url))) return;
  try {
    await client.delete(ref, {
      preconditions: { resourceVersion: found.metadata.resourceVersion },
    });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

function isOurs({ webhooks }: KubernetesObject, url: string): boolean {
  const list = (webhooks ?? []) as { clientConfig?: { url?: string } }[];
  return list.every(it => it.clientConfig?.url?.startsWith(`${url}/`));
}

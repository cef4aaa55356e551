import { type KubernetesClient, refOf, untilEstablished } from '../runtime';
import { sqlCrds } from './crds/crds';

/**
 * Installs the provider's CustomResourceDefinitions and waits until the server
 * serves them, as a provider package does on a real cluster.
 */
export async function installSqlCrds(
  client: KubernetesClient,
  signal: AbortSignal,
): Promise<void> {
  for (const crd of sqlCrds()) {
    await client.apply(crd, { fieldManager: 'provider-sql', force: true });
  }
  for (const crd of sqlCrds()) {
    await untilEstablished(client, refOf(crd), signal);
  }
}

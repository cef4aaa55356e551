import { setTimeout as sleep } from 'node:timers/promises';
import { conditionOf, type KubernetesClient } from '../runtime';
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
  for (const { apiVersion, kind, metadata } of sqlCrds()) {
    const ref = { apiVersion, kind, name: metadata.name ?? '' };
    while (
      conditionOf(await client.get(ref), 'Established')?.status !== 'True'
    ) {
      await sleep(50, undefined, { signal });
    }
  }
}

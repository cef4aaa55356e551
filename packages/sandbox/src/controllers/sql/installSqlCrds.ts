import { installOwn, type KubernetesClient } from '../runtime';
import { sqlCrds } from './crds/crds';

/**
 * Installs the provider's CustomResourceDefinitions, or brings them up to date, and waits until the server serves them, as
 * a provider package does on a real cluster. Those of the real provider are left alone.
 *
 * @returns the names of those that were left alone
 */
export async function installSqlCrds(
  client: KubernetesClient,
  signal: AbortSignal,
): Promise<string[]> {
  return installOwn(client, sqlCrds(), {
    fieldManager: 'provider-sql',
    signal,
  });
}

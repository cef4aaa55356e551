import type { KubernetesClient, KubernetesObject } from '../../runtime';
import { installOwn } from '../../runtime';
import { compositeResourceDefinition } from './compositeResourceDefinition';
import { composition, compositionRevision } from './composition';
import { environmentConfig, packageKinds } from './otherKinds';

/** The kinds that Crossplane brings with it. */
export const ownCrds = [
  compositeResourceDefinition,
  composition,
  compositionRevision,
  environmentConfig,
  ...packageKinds,
] as unknown as KubernetesObject[];

/**
 * Installs Crossplane's own kinds, or brings them up to date, and waits until they are served. Those of a real Crossplane
 * are left alone.
 *
 * @returns the names of those that were left alone
 */
export async function installCrds(
  client: KubernetesClient,
  signal: AbortSignal,
): Promise<string[]> {
  const foreign = await installOwn(client, ownCrds, {
    fieldManager: 'crossplane',
    signal,
  });
  client.discovery.forget('apiextensions.crossplane.io/v1');
  return foreign;
}

import type { KubernetesClient, KubernetesObject } from '../../runtime';
import { refOf, untilEstablished } from '../../runtime';
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

/** Installs Crossplane's own kinds and waits until they are served. */
export async function installCrds(
  client: KubernetesClient,
  signal: AbortSignal,
): Promise<void> {
  for (const crd of ownCrds) {
    await client.apply(crd, { fieldManager: 'crossplane', force: true });
  }
  for (const crd of ownCrds) {
    await untilEstablished(client, refOf(crd), signal);
  }
  client.discovery.forget('apiextensions.crossplane.io/v1');
}

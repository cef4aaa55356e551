import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesClient, KubernetesObject } from '../../runtime';
import { conditionOf } from '../../runtime';
import { compositeResourceDefinition } from './compositeResourceDefinition';
import { composition, compositionRevision } from './composition';
import { environmentConfig, packageKinds } from './otherKinds';

const POLL_MS = 50;
const CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
};

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
    const ref = { ...CRD, name: crd.metadata.name ?? '' };
    for (;;) {
      signal.throwIfAborted();
      const found = await client.get(ref);
      if (conditionOf(found, 'Established')?.status === 'True') break;
      await sleep(POLL_MS, undefined, { signal });
    }
  }
  client.discovery.forget('apiextensions.crossplane.io/v1');
}

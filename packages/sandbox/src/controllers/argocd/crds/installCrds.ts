import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesClient, KubernetesObject } from '../../runtime';
import { conditionOf, isAlreadyExists } from '../../runtime';
import { argoApiVersion } from '../types';
import { applicationCrd } from './application';
import { applicationSetCrd } from './applicationSet';
import { appProjectCrd } from './appProject';

const POLL_MS = 50;

/** Argo CD's kinds, in our own words. */
export const argoCrds = [
  applicationCrd,
  applicationSetCrd,
  appProjectCrd,
] as unknown as KubernetesObject[];

/**
 * Installs Argo CD's kinds where the cluster has none, and waits until they are
 * served. A definition that is there already, the real one too, is left alone.
 */
export async function installCrds(
  client: KubernetesClient,
  signal: AbortSignal,
): Promise<void> {
  for (const crd of argoCrds) {
    const { apiVersion, kind } = crd;
    const ref = { apiVersion, kind, name: crd.metadata.name ?? '' };
    if (!(await client.find(ref))) {
      await client.create(crd).catch(error => {
        if (!isAlreadyExists(error)) throw error;
      });
    }
    for (;;) {
      signal.throwIfAborted();
      const found = await client.get(ref);
      if (conditionOf(found, 'Established')?.status === 'True') break;
      await sleep(POLL_MS, undefined, { signal });
    }
  }
  client.discovery.forget(argoApiVersion);
}

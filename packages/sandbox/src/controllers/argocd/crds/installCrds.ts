import type { KubernetesClient, KubernetesObject } from '../../runtime';
import { installMissing } from '../../runtime';
import { argoApiVersion } from '../types';
import { applicationCrd } from './application';
import { applicationSetCrd } from './applicationSet';
import { appProjectCrd } from './appProject';

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
  await installMissing(client, argoCrds, signal);
  client.discovery.forget(argoApiVersion);
}

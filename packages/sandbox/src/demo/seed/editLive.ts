import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import {
  isNotFound,
  type KubernetesClient,
  NoKindMatchError,
} from '../../controllers/runtime';
import { ARGOCD } from '../gitops/applications';

/** Name of this step in the demo's state. */
export const EDIT_LIVE = 'live-edit';

const LOOK_AGAIN_MS = 1000;
const synced = z.looseObject({
  status: z.looseObject({
    sync: z.looseObject({ status: z.literal('Synced') }),
  }),
});

/**
 * Changes production past git, as somebody did in the night of an incident: the
 * Application of the service shows it until somebody syncs. Waits until Argo CD
 * has brought the service up.
 */
export async function editLive(options: {
  client: KubernetesClient;
  signal: AbortSignal;
}): Promise<void> {
  const { client, signal } = options;
  const application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    namespace: ARGOCD,
    name: 'stock-service-prod',
  };
  for (;;) {
    signal.throwIfAborted();
    try {
      if (synced.safeParse(await client.get(application)).success) break;
    } catch (error) {
      if (error instanceof NoKindMatchError) {
        client.discovery.forget(application.apiVersion);
      } else if (!isNotFound(error)) {
        throw error;
      }
    }
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
  }
  await client.patch(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'logistics-prod',
      name: 'stock-service',
    },
    { data: { LOG_LEVEL: 'debug' } },
    { fieldManager: 'kubectl-edit' },
  );
}

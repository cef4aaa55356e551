import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import {
  isNotFound,
  type KubernetesClient,
  NoKindMatchError,
} from '../../controllers/runtime';
import { ARGOCD } from '../gitops/applications';

const LOOK_AGAIN_MS = 1000;
const application = z.looseObject({
  status: z.looseObject({
    sync: z.looseObject({ status: z.string() }),
  }),
});

/** The reference of an Application of the demo. */
export function applicationRef(name: string) {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    namespace: ARGOCD,
    name,
  };
}

/** Waits until Argo CD has found one of these states for an Application. */
export async function untilApplication(
  name: string,
  states: readonly string[],
  options: { client: KubernetesClient; signal: AbortSignal },
): Promise<void> {
  const { client, signal } = options;
  const ref = applicationRef(name);
  for (;;) {
    signal.throwIfAborted();
    try {
      const found = application.safeParse(await client.get(ref));
      if (found.success && states.includes(found.data.status.sync.status)) {
        return;
      }
    } catch (error) {
      if (error instanceof NoKindMatchError) {
        client.discovery.forget(ref.apiVersion);
      } else if (!isNotFound(error)) {
        throw error;
      }
    }
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
  }
}

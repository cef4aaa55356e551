import { setTimeout as sleep } from 'node:timers/promises';
import { type KubeconfigContext, readKubeconfig } from '@cairn/kubeconfig';
import { KubernetesApiError, type Log } from '../controllers/runtime';
import { ClusterProbe } from './ClusterProbe';
import { connectionOf } from './connectionOf';
import { givePortalAccess, type PortalAccess } from './portalAccess';

/** How often it is looked whether the token is still good. */
const LOOK_MS = 5 * 60_000;
/** A token is renewed when so much of its life is over. */
const USED = 0.5;

/**
 * Keeps `portal.token` good for as long as the sandbox runs: renewed in time, and made anew when
 * the ServiceAccount was. A laptop that slept finds an old one and renews it at the next look.
 */
export function keepPortalAccess(options: {
  kubeconfig: string;
  context?: string;
  dataDir: string;
  log: Log;
  lookMs?: number;
}): { stop(): Promise<void> } {
  const { log, lookMs = LOOK_MS } = options;
  const abort = new AbortController();
  const { signal } = abort;
  let given: PortalAccess | undefined;
  let renewAt = 0;
  let lastProblem: string | undefined;

  const look = async () => {
    const context = readKubeconfig(options.kubeconfig, options.context);
    const probe = new ClusterProbe(connectionOf(context));
    try {
      if (given && Date.now() < renewAt && (await isAccepted(given, context))) {
        return;
      }
      const access = await givePortalAccess(probe, context, options.dataDir);
      if (typeof access === 'string') return;
      given = access;
      renewAt = Date.now() + (given.expiresAt - Date.now()) * USED;
    } finally {
      probe.close();
    }
  };

  const run = async () => {
    while (!signal.aborted) {
      try {
        await look();
        lastProblem = undefined;
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        if (problem !== lastProblem) {
          log('warn', "The portal's token could not be renewed yet", {
            error: problem,
          });
        }
        lastProblem = problem;
      }
      await sleep(lookMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      abort.abort();
      await running;
    },
  };
}

/** Whether the cluster takes the token: it does not when its ServiceAccount was made anew. */
async function isAccepted(
  { token }: PortalAccess,
  context: KubeconfigContext,
): Promise<boolean> {
  const probe = new ClusterProbe({
    ...connectionOf(context),
    credentials: async () => ({ token }),
  });
  try {
    await probe.whoAmI();
    return true;
  } catch (error) {
    if (error instanceof KubernetesApiError && error.code === 401) return false;
    throw error;
  } finally {
    probe.close();
  }
}

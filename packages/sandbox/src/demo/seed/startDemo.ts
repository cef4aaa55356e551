import { setTimeout as sleep } from 'node:timers/promises';
import { KubernetesClient } from '../../controllers/runtime';
import { reportProgress } from './DemoState';
import { type DemoOptions, loadDemo } from './loadDemo';

const FIRST_RETRY_MS = 2000;
const MAX_RETRY_MS = 60_000;

/**
 * Loads the demo organisation in the background, and tries again for as long as
 * it takes. The sandbox is of use without it.
 */
export function startDemo({
  kubeconfig,
  ...options
}: Omit<DemoOptions, 'signal' | 'client'> & {
  /** Path of the administrator's kubeconfig, or its text; without it, no cluster is touched. */
  kubeconfig?: string;
}): { stop(): Promise<void> } {
  const client = kubeconfig
    ? KubernetesClient.fromKubeconfig(kubeconfig, 'cairn-demo')
    : undefined;
  const abort = new AbortController();
  const { signal } = abort;
  const run = async () => {
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        await loadDemo({ ...options, client, signal });
        return;
      } catch (error) {
        if (signal.aborted) return;
        const message = error instanceof Error ? error.message : String(error);
        options.log('warn', 'The demo organisation could not be loaded yet', {
          error: message,
        });
        await reportProgress(options.dataDir, {
          phase: 'failed',
          done: 0,
          total: 0,
          message: `The demo organisation could not be loaded yet: ${message}`,
        }).catch(() => undefined);
        const delayMs = Math.min(FIRST_RETRY_MS * 2 ** failures, MAX_RETRY_MS);
        await sleep(delayMs, undefined, { signal }).catch(() => undefined);
      }
    }
  };
  const running = run().finally(() => client?.close());
  return {
    stop: async () => {
      abort.abort();
      await running;
    },
  };
}

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApplicationSetController } from './controllers/applicationset';
import {
  type ArgoService,
  createArgoService,
  startArgoController,
} from './controllers/argocd';
import { startCompositionController } from './controllers/composition';
import { policyOptionsFrom, startPolicy } from './controllers/policy';
import type { Log } from './controllers/runtime';
import { startServiceAccounts } from './controllers/serviceaccounts';
import { startSqlProvider } from './controllers/sql';
import { startWorkloads } from './controllers/workloads';
import type { StartController } from './ControllerSupervisor';

/** Names of the controllers, in the order they are started. */
export const controllerNames = [
  'serviceaccounts',
  'composition',
  'sql',
  'workloads',
  'policy',
  'argocd',
  'applicationset',
] as const;

/** Name of a controller. */
export type ControllerName = (typeof controllerNames)[number];

/**
 * How to start each controller against the cluster of a kubeconfig.
 *
 * @param kubeconfig - Path of the file, or its text.
 * @param argo - What Argo CD's parts share; ends with the controller `argocd`.
 */
export function controllersFor(
  kubeconfig: string,
  log: Log,
  argo: ArgoService = createArgoService({
    kubeconfig,
    log,
    cacheDir: join(process.env.CAIRN_DATA_DIR ?? tmpdir(), 'cairn-argocd'),
  }),
): Record<ControllerName, StartController> {
  return {
    applicationset: async () => {
      await argo.start();
      const git = argo.repositories;
      return startApplicationSetController({ kubeconfig, git, log });
    },
    argocd: async () => {
      const { synced, stop } = await startArgoController({
        service: argo,
        log,
      });
      return { synced, stop: () => stop().then(() => argo.stop()) };
    },
    composition: signal =>
      startCompositionController({ kubeconfig, log, signal }),
    policy: signal =>
      startPolicy({
        kubeconfig,
        log,
        signal,
        ...policyOptionsFrom(process.env),
      }),
    serviceaccounts: () => startServiceAccounts({ kubeconfig, log }),
    sql: signal => startSqlProvider({ kubeconfig, log, signal }),
    workloads: () => startWorkloads({ kubeconfig, log }),
  };
}

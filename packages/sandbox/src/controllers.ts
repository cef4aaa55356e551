import { startCompositionController } from './controllers/composition';
import { startPolicy } from './controllers/policy';
import type { Log } from './controllers/runtime';
import { startSqlProvider } from './controllers/sql';
import { startWorkloads } from './controllers/workloads';
import type { StartController } from './ControllerSupervisor';

/** Names of the controllers, in the order they are started. */
export const controllerNames = [
  'composition',
  'sql',
  'workloads',
  'policy',
] as const;

/** Name of a controller. */
export type ControllerName = (typeof controllerNames)[number];

/**
 * How to start each controller against the cluster of a kubeconfig.
 *
 * @param kubeconfig - Path of the file, or its text.
 */
export function controllersFor(
  kubeconfig: string,
  log: Log,
): Record<ControllerName, StartController> {
  return {
    composition: signal =>
      startCompositionController({ kubeconfig, log, signal }),
    policy: signal => startPolicy({ kubeconfig, log, signal }),
    sql: signal => startSqlProvider({ kubeconfig, log, signal }),
    workloads: () => startWorkloads({ kubeconfig, log }),
  };
}

import type { Application } from '../../controllers/argocd';
import {
  isConflict,
  type JsonObject,
  type KubernetesObject,
} from '../../controllers/runtime';
import type { ServerContext } from '../ServerContext';

const ATTEMPTS = 10;

/**
 * Changes an Application: what the change makes of the newest state is written,
 * and tried again when somebody was faster.
 *
 * @param change - gives the merge patch; throwing gives up
 */
export async function changeApplication(
  { argo, client }: ServerContext,
  { apiVersion, kind, metadata }: Application,
  change: (app: Application) => JsonObject,
): Promise<Application> {
  const { namespace, name = '' } = metadata;
  const ref = { apiVersion, kind, namespace, name };
  for (let attempt = 1; ; attempt += 1) {
    const app = await client.get<Application>(ref);
    const patch = change(app);
    const { resourceVersion } = app.metadata;
    try {
      const changed = await client.patch<Application>(
        ref,
        {
          ...patch,
          metadata: { ...(patch.metadata as JsonObject), resourceVersion },
        },
        { fieldManager: 'argocd-server' },
      );
      return argo.applications.remember(changed);
    } catch (error) {
      if (!isConflict(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Notes in the cluster's events what somebody asked for. */
export function noteOperation(
  { recorder }: ServerContext,
  app: KubernetesObject,
  message: string,
  reason = 'OperationStarted',
): void {
  recorder.record(app, { type: 'Normal', reason, message });
}

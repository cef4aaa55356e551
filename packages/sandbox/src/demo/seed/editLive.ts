import type { KubernetesClient } from '../../controllers/runtime';
import { applicationName } from '../gitops/applications';
import type { Service } from '../organisation/organisation';
import { namespaceOf } from '../repository/manifests';
import { untilApplication } from './untilApplication';

/**
 * Changes production past git, as somebody did in the night of an incident: the
 * Application of the service shows it until somebody syncs. Waits until Argo CD
 * has brought the service up.
 */
export async function editLive(
  service: Service,
  options: { client: KubernetesClient; signal: AbortSignal },
): Promise<void> {
  const name = applicationName(service, 'prod');
  await untilApplication(name, ['Synced'], options);
  await options.client.patch(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: namespaceOf(service, 'prod'),
      name: service.name,
    },
    { data: { LOG_LEVEL: 'debug' } },
    { fieldManager: 'kubectl-edit' },
  );
}

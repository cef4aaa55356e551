import { z } from 'zod';
import type { KubernetesClient } from '../../controllers/runtime';
import { applicationName } from '../gitops/applications';
import type { Service } from '../organisation/organisation';
import { applicationRef, untilApplication } from './untilApplication';

const commits = z.array(z.looseObject({ sha: z.string() }));

/**
 * Syncs production as the team does that gives it the last push by hand; one
 * that lags behind has not looked at the last version yet.
 */
export async function syncByHand(
  service: Service,
  options: {
    client: KubernetesClient;
    gitUrl: string;
    signal: AbortSignal;
  },
): Promise<void> {
  const { client, gitUrl, signal } = options;
  const { owner, name, shape, people } = service;
  const application = applicationName(service, 'prod');
  await untilApplication(application, ['OutOfSync', 'Synced'], options);
  const query = new URLSearchParams({ path: 'deploy/prod', limit: '2' });
  const response = await fetch(
    `${gitUrl}/api/v1/repos/${owner}/${name}/commits?${query}`,
    { signal },
  );
  if (!response.ok) {
    throw new Error(
      `The git host does not tell the commits of ${owner}/${name} (${response.status}).`,
    );
  }
  const [last, before] = commits.parse(await response.json());
  const revision = shape.manualSync === 'behind' ? before?.sha : last?.sha;
  await client.patch(
    applicationRef(application),
    {
      operation: {
        initiatedBy: { username: people[0]?.name ?? 'dev' },
        sync: { revision: revision ?? 'main', syncStrategy: { hook: {} } },
      },
    },
    { fieldManager: 'argocd-server' },
  );
}

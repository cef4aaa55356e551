import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesClient } from '../../controllers/runtime';
import { ARGOCD } from '../gitops/applications';

const MANAGER = { fieldManager: 'cairn-sandbox', force: true };

/**
 * Tells Argo CD how to read the git host's repositories: the Secret that its
 * documentation calls a credential template. Written at every start, as the
 * address or the token may be new.
 */
export async function giveArgoAccess(options: {
  dataDir: string;
  client: KubernetesClient;
  gitUrl: string;
}): Promise<void> {
  const { client, gitUrl } = options;
  const file = join(options.dataDir, 'people', 'cairn-portal.git-token');
  const token = (await readFile(file, 'utf8')).trim();
  await client.apply(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ARGOCD } },
    MANAGER,
  );
  const data = { type: 'git', url: gitUrl, username: 'cairn-portal' };
  await client.apply(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'fernhill-git',
        namespace: ARGOCD,
        labels: { 'argocd.argoproj.io/secret-type': 'repo-creds' },
      },
      type: 'Opaque',
      data: Object.fromEntries(
        Object.entries({ ...data, password: token }).map(([key, value]) => [
          key,
          Buffer.from(value, 'utf8').toString('base64'),
        ]),
      ),
    },
    MANAGER,
  );
}

import { join } from 'node:path';
import type { KubernetesClient } from '../controllers/runtime';
import { ServiceAccountTokens } from '../apiserver/auth';
import { people } from '../identity';
import { type Pki, writeKubeconfig } from '../pki';
import { writeSecretFile } from '../pki/secretFile';

const CLUSTER = 'sandbox';
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Where each team works by default. */
const homeNamespaces: Record<string, string> = {
  payments: 'payments-dev',
  logistics: 'logistics-dev',
  platform: 'platform-dev',
};

/** What {@link writeKubeconfigs} needs. */
export interface AccessOptions {
  dataDir: string;
  /** URL of the API server. */
  server: string;
  pki: Pki;
}

/**
 * Writes the kubeconfigs: of the administrator, the controllers and each person,
 * each with a client certificate and readable by its owner only.
 *
 * @returns the path of the controllers' kubeconfig
 */
export async function writeKubeconfigs(
  options: AccessOptions,
): Promise<{ admin: string; controllers: string }> {
  const { dataDir } = options;
  const admin = join(dataDir, 'admin.kubeconfig');
  const controllers = join(dataDir, 'controllers.kubeconfig');
  await write(options, admin, 'cairn-admin', ['system:masters']);
  await write(options, controllers, 'cairn-controllers', ['system:masters']);
  for (const { id, groups } of people) {
    await write(
      options,
      join(dataDir, 'people', `${id}.kubeconfig`),
      `cairn:${id}`,
      groups.map(group => `cairn:${group}`),
      homeNamespaces[groups[0] ?? ''],
    );
  }
  return { admin, controllers };
}

async function write(
  { server, pki }: AccessOptions,
  path: string,
  commonName: string,
  organizations: string[],
  namespace?: string,
): Promise<void> {
  await writeKubeconfig({
    path,
    cluster: CLUSTER,
    user: commonName,
    server,
    caCertificate: pki.caCertificate,
    credentials: await pki.clientCertificate({ commonName, organizations }),
    namespace,
  });
}

/**
 * Writes `portal.token`, by which the portal is the ServiceAccount
 * `cairn-system/cairn-portal`; good for a year, made anew at every start.
 */
export async function writePortalToken(options: {
  dataDir: string;
  client: KubernetesClient;
  pki: Pki;
}): Promise<void> {
  const { dataDir, client, pki } = options;
  const key = { namespace: 'cairn-system', name: 'cairn-portal' };
  const account = await client.get({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    ...key,
  });
  const { token } = await new ServiceAccountTokens(pki.serviceAccountKey).issue(
    {
      ...key,
      uid: account.metadata.uid ?? '',
      expirationSeconds: YEAR_SECONDS,
    },
  );
  await writeSecretFile(join(dataDir, 'portal.token'), `${token}\n`);
}

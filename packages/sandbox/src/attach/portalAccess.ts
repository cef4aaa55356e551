import { join } from 'node:path';
import { type KubeconfigContext, renderKubeconfig } from '@cairn/kubeconfig';
import { isNotFound, KubernetesApiError } from '../controllers/runtime';
import { writeSecretFile } from '../pki/secretFile';
import type { ClusterProbe } from './ClusterProbe';

const NAMESPACE = 'cairn-system';
const NAME = 'cairn-portal';
const DAYS_7 = 7 * 24 * 60 * 60;

/** The files by which the portal is its ServiceAccount. */
export interface PortalAccess {
  kubeconfig: string;
  tokenFile: string;
  token: string;
  /** When the token ends, in milliseconds. */
  expiresAt: number;
}

/**
 * Asks for a token of the portal's ServiceAccount and writes it to `portal.token`, with a
 * `portal.kubeconfig` beside it. Nothing is stored on the cluster by that.
 *
 * @returns why there is none, in a sentence fragment, when the account is missing or may not be used
 */
export async function givePortalAccess(
  probe: ClusterProbe,
  context: KubeconfigContext,
  folder: string,
): Promise<PortalAccess | string> {
  let status: { token: string; expirationTimestamp: string };
  try {
    ({ status } = await probe.post<{ status: typeof status }>(
      `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/${NAME}/token`,
      {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: DAYS_7 },
      },
    ));
  } catch (error) {
    if (isNotFound(error)) {
      return `there is no ServiceAccount ${NAME} in ${NAMESPACE}`;
    }
    if (error instanceof KubernetesApiError && error.code === 403) {
      return `this login may not ask for a token of ServiceAccount ${NAMESPACE}/${NAME}`;
    }
    throw error;
  }
  const tokenFile = join(folder, 'portal.token');
  const kubeconfig = join(folder, 'portal.kubeconfig');
  const { server, ca, skipTlsVerify, tlsServerName } = context;
  await writeSecretFile(tokenFile, `${status.token}\n`);
  await writeSecretFile(
    kubeconfig,
    renderKubeconfig({
      name: context.name,
      cluster: context.cluster,
      user: NAME,
      server,
      ca,
      skipTlsVerify,
      tlsServerName,
      tokenFile,
    }),
  );
  return {
    kubeconfig,
    tokenFile,
    token: status.token,
    expiresAt: Date.parse(status.expirationTimestamp),
  };
}

import { CredentialSource, type KubeconfigContext } from '@cairn/kubeconfig';
import type { ClusterConnection } from '../controllers/runtime';

/** How the cluster of a context is reached. */
export function connectionOf(context: KubeconfigContext): ClusterConnection {
  const source = CredentialSource.create(context);
  return {
    server: context.server,
    ca: context.ca,
    credentials: () => source.current(),
    refused: () => source.refused(),
    skipTlsVerify: context.skipTlsVerify,
    tlsServerName: context.tlsServerName,
  };
}

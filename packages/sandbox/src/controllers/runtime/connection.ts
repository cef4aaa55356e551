import { existsSync } from 'node:fs';
import {
  CredentialSource,
  type Credentials,
  parseKubeconfig,
  readKubeconfig,
} from '@cairn/kubeconfig';

/** How to reach a cluster: its address and what to prove oneself with. */
export type ClusterConnection = {
  server: string;
  ca?: string;
  /** Asked for every request, because token files and plugins renew what they hand out. */
  credentials: () => Promise<Credentials>;
  /** The server has refused them: they are made anew. */
  refused?: () => void;
  skipTlsVerify: boolean;
  tlsServerName?: string;
};

/**
 * Reads the current context of a kubeconfig.
 *
 * @param kubeconfig - the path of the file, or its text
 * @throws KubeconfigError that names what is missing
 */
export function connectionFromKubeconfig(
  kubeconfig: string,
): ClusterConnection {
  const isFile = !kubeconfig.includes('\n') && existsSync(kubeconfig);
  const context = isFile
    ? readKubeconfig(kubeconfig)
    : parseKubeconfig(kubeconfig, { folder: process.cwd() });
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

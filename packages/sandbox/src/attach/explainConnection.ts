import type { ClusterConnection } from '../controllers/runtime';
import { KubernetesApiError } from '../controllers/runtime';

const TLS =
  /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/;

/**
 * One sentence for a cluster that cannot be spoken with: what is wrong, and the mend.
 *
 * @param context - name of the kubeconfig's context
 * @returns undefined for an error that has nothing to do with the connection
 */
export function explainConnection(
  error: unknown,
  { server }: Pick<ClusterConnection, 'server'>,
  context: string,
): string | undefined {
  const where = `The cluster of context "${context}" (${server})`;
  if (error instanceof KubernetesApiError) {
    if (error.code === 401) {
      return `${where} refuses the login of this kubeconfig (401): it has been revoked or has run out. Sign in again with the tool that made the kubeconfig, or give another one.`;
    }
    return undefined;
  }
  const { code = '', message = '' } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `${where} is not known under that name; check the address and whether a VPN is needed.`;
  }
  if (code === 'ECONNREFUSED') {
    return `${where} does not answer: nothing listens at that address. Start the cluster, or choose another --context.`;
  }
  if (TLS.test(code)) {
    return `${where} shows a certificate that the kubeconfig does not trust (${code}). Correct its certificate-authority; a certificate for another name needs tls-server-name.`;
  }
  if (
    /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNRESET|EPIPE)$/.test(code) ||
    message.startsWith('no answer from')
  ) {
    return `${where} does not answer in time; check the network and whether a VPN is needed.`;
  }
  if (error instanceof SyntaxError) {
    return `${where} answers with something that is no Kubernetes API; check the address.`;
  }
  return undefined;
}

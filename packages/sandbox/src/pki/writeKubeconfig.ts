import { stringify } from 'yaml';
import type { IssuedCertificate } from './CertificateAuthority';
import { writeSecretFile } from './secretFile';

/** What a kubeconfig is made of. */
export interface KubeconfigOptions {
  /** Name of cluster, context and user entry. */
  cluster: string;
  /** Entry name of the user, such as `cairn:ada`. */
  user: string;
  /** URL of the API server. */
  server: string;
  /** Root certificate, PEM. */
  caCertificate: string;
  /** How the user shows who they are. */
  credentials: IssuedCertificate | { token: string };
  /** Namespace of the context; `default` if unset. */
  namespace?: string;
}

/** A kubeconfig document as YAML; everything is inside it, so the file can be moved. */
export function renderKubeconfig(options: KubeconfigOptions): string {
  const { credentials } = options;
  const base64 = (pem: string) => Buffer.from(pem, 'utf8').toString('base64');
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: options.cluster,
          cluster: {
            server: options.server,
            'certificate-authority-data': base64(options.caCertificate),
          },
        },
      ],
      users: [
        {
          name: options.user,
          user:
            'token' in credentials
              ? { token: credentials.token }
              : {
                  'client-certificate-data': base64(credentials.certificate),
                  'client-key-data': base64(credentials.key),
                },
        },
      ],
      contexts: [
        {
          name: options.cluster,
          context: {
            cluster: options.cluster,
            user: options.user,
            ...(options.namespace && { namespace: options.namespace }),
          },
        },
      ],
      'current-context': options.cluster,
    },
    { lineWidth: 0 },
  );
}

/** Writes a kubeconfig that only its owner can read. */
export async function writeKubeconfig(
  options: KubeconfigOptions & { path: string },
): Promise<void> {
  await writeSecretFile(options.path, renderKubeconfig(options));
}

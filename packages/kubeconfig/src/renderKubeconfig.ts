import { stringify } from 'yaml';
import type { KubeconfigContext } from './types';

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

/** A kubeconfig with this context alone, as YAML: everything is inside it or an absolute path. */
export function renderKubeconfig(context: KubeconfigContext): string {
  const { name, ca, certificate, key, exec } = context;
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: context.cluster,
          cluster: {
            server: context.server,
            ...(ca && { 'certificate-authority-data': base64(ca) }),
            ...(context.skipTlsVerify && { 'insecure-skip-tls-verify': true }),
            ...(context.tlsServerName && {
              'tls-server-name': context.tlsServerName,
            }),
          },
        },
      ],
      users: [
        {
          name: context.user,
          user: {
            ...(certificate && {
              'client-certificate-data': base64(certificate),
            }),
            ...(key && { 'client-key-data': base64(key) }),
            ...(context.token && { token: context.token }),
            ...(context.tokenFile && { tokenFile: context.tokenFile }),
            ...(exec && { exec: { ...exec, interactiveMode: 'Never' } }),
          },
        },
      ],
      contexts: [
        {
          name,
          context: {
            cluster: context.cluster,
            user: context.user,
            ...(context.namespace && { namespace: context.namespace }),
          },
        },
      ],
      'current-context': name,
    },
    { lineWidth: 0 },
  );
}

import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** How to reach a cluster: its address and what to prove oneself with. */
export type ClusterConnection = {
  server: string;
  ca?: string;
  certificate?: string;
  key?: string;
  /** Read anew for every request, because token files are rotated. */
  token?: () => string;
  skipTlsVerify: boolean;
  tlsServerName?: string;
};

const kubeconfigSchema = z.object({
  'current-context': z.string(),
  contexts: z.array(
    z.object({
      name: z.string(),
      context: z.object({ cluster: z.string(), user: z.string() }),
    }),
  ),
  clusters: z.array(
    z.object({
      name: z.string(),
      cluster: z.object({
        server: z.string(),
        'certificate-authority': z.string().optional(),
        'certificate-authority-data': z.string().optional(),
        'insecure-skip-tls-verify': z.boolean().optional(),
        'tls-server-name': z.string().optional(),
      }),
    }),
  ),
  users: z.array(
    z.object({
      name: z.string(),
      user: z.looseObject({
        'client-certificate': z.string().optional(),
        'client-certificate-data': z.string().optional(),
        'client-key': z.string().optional(),
        'client-key-data': z.string().optional(),
        token: z.string().optional(),
        tokenFile: z.string().optional(),
        exec: z.unknown().optional(),
        'auth-provider': z.unknown().optional(),
      }),
    }),
  ),
});

/**
 * Reads the current context of a kubeconfig.
 *
 * The generated client library is not used for this, because loading it costs 87 MB of memory. Certificates, tokens and
 * token files are understood; credential plugins are not.
 *
 * @param kubeconfig - the path of the file, or its text
 * @throws Error that names what is missing
 */
export function connectionFromKubeconfig(
  kubeconfig: string,
): ClusterConnection {
  const isFile = !kubeconfig.includes('\n') && existsSync(kubeconfig);
  const text = isFile ? readFileSync(kubeconfig, 'utf8') : kubeconfig;
  const folder = isFile ? dirname(resolve(kubeconfig)) : process.cwd();
  const parsed = kubeconfigSchema.safeParse(parse(text));
  if (!parsed.success) {
    throw new Error(
      `The kubeconfig is not valid: ${z.prettifyError(parsed.error)}`,
    );
  }
  const config = parsed.data;
  const current = config['current-context'];
  const context = config.contexts.find(it => it.name === current)?.context;
  const cluster = config.clusters.find(
    it => it.name === context?.cluster,
  )?.cluster;
  const user = config.users.find(it => it.name === context?.user)?.user;
  if (!context || !cluster || !user) {
    throw new Error(
      `The kubeconfig has no context, cluster or user for its current-context "${current}"`,
    );
  }
  if (user.exec || user['auth-provider']) {
    throw new Error(
      'The kubeconfig uses a credential plugin; give a client certificate or a token instead',
    );
  }
  const material = (data?: string, file?: string) => {
    if (data) return Buffer.from(data, 'base64').toString('utf8');
    return file ? readFileSync(resolve(folder, file), 'utf8') : undefined;
  };
  const { token, tokenFile } = user;
  let readToken: (() => string) | undefined;
  if (token) readToken = () => token;
  else if (tokenFile) {
    readToken = () => readFileSync(resolve(folder, tokenFile), 'utf8').trim();
  }
  return {
    server: cluster.server.replace(/\/+$/, ''),
    ca: material(
      cluster['certificate-authority-data'],
      cluster['certificate-authority'],
    ),
    certificate: material(
      user['client-certificate-data'],
      user['client-certificate'],
    ),
    key: material(user['client-key-data'], user['client-key']),
    token: readToken,
    skipTlsVerify: cluster['insecure-skip-tls-verify'] ?? false,
    tlsServerName: cluster['tls-server-name'],
  };
}

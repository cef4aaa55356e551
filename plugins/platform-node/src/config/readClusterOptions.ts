import { readFileSync } from 'node:fs';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readKubeconfig } from '@cairn/kubeconfig';

/** How one cluster is reached. Holds the token, so it never leaves this package. */
export interface ClusterOptions {
  name: string;
  title?: string;
  /** Without a trailing slash. */
  url: string;
  /** PEM. */
  ca?: string;
  /** Read again when it changes, so that a rotated CA needs no restart. */
  caFile?: string;
  token?: string;
  /** Read again when it changes. By default where a pod finds its own, rotating token. */
  tokenFile?: string;
  /** Says where the cluster is and how to sign in there, in place of all the above; read again when it changes. */
  kubeconfig?: { file: string; context?: string };
  skipTLSVerify: boolean;
}

const IN_CLUSTER_TOKEN_FILE =
  '/var/run/secrets/kubernetes.io/serviceaccount/token';

function fail(index: number, key: string, mend: string): never {
  throw new InputError(
    `The configuration value kubernetes.clusterLocatorMethods[type=config].clusters[${index}].${key} ${mend}`,
  );
}

function readUrl(config: Config, index: number): string {
  const text = config.getString('url');
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return fail(index, 'url', 'is not a URL');
  }
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    fail(index, 'url', 'must begin with https://');
  }
  if (url.username || url.password || url.search || url.hash) {
    fail(index, 'url', 'must be a plain address, without user, query or hash');
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function readCa(
  config: Config,
  index: number,
): Pick<ClusterOptions, 'ca' | 'caFile'> {
  const data = config.getOptionalString('caData');
  const caFile = config.getOptionalString('caFile');
  if (data) {
    const ca = Buffer.from(data, 'base64').toString('utf8');
    if (!ca.includes('-----BEGIN CERTIFICATE-----')) {
      fail(index, 'caData', 'is not a PEM certificate in Base64');
    }
    return { ca };
  }
  if (!caFile) {
    return {};
  }
  try {
    readFileSync(caFile);
  } catch {
    fail(index, 'caFile', 'names a file that cannot be read');
  }
  return { caFile };
}

function readCluster(
  config: Config,
  index: number,
): Omit<ClusterOptions, 'tokenFile'> {
  const name = config.getString('name');
  if (!/^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(name)) {
    fail(
      index,
      'name',
      'must be at most 63 letters, digits, dots, dashes and underscores',
    );
  }
  const provider =
    config.getOptionalString('authProvider') ??
    config.getOptional<Record<string, string>>('authMetadata')?.[
      'kubernetes.io/auth-provider'
    ] ??
    'serviceAccount';
  if (provider !== 'serviceAccount') {
    fail(
      index,
      'authProvider',
      `must be serviceAccount: the portal acts for people by impersonation, which "${provider}" does not allow`,
    );
  }
  const token = config.getOptionalString('serviceAccountToken');
  return {
    name,
    title: config.getOptionalString('title'),
    url: readUrl(config, index),
    ...readCa(config, index),
    ...(token ? { token } : {}),
    skipTLSVerify: config.getOptionalBoolean('skipTLSVerify') ?? false,
  };
}

/** What `platform.credentials` says of a cluster: a login that the official plugin has no words for. */
function readLogin(
  root: Config,
  { name, token }: Pick<ClusterOptions, 'name' | 'token'>,
): Pick<ClusterOptions, 'tokenFile' | 'kubeconfig'> {
  const key = 'platform.credentials';
  const config = root
    .getOptionalConfigArray(key)
    ?.find(each => each.getOptionalString('cluster') === name);
  const file = config?.getOptionalString('kubeconfig');
  const tokenFile = config?.getOptionalString('tokenFile');
  if (!file) {
    return tokenFile || !token
      ? { tokenFile: tokenFile ?? IN_CLUSTER_TOKEN_FILE }
      : {};
  }
  const context = config?.getOptionalString('context');
  try {
    readKubeconfig(file, context);
  } catch (error) {
    throw new InputError(
      `The configuration value ${key}[cluster=${name}].kubeconfig cannot be used. ${
        error instanceof Error ? error.message : ''
      }`,
    );
  }
  return { kubeconfig: { file, ...(context ? { context } : {}) } };
}

/**
 * The clusters of the official plugin's configuration, read once, at start. Locator methods of
 * other types are left to that plugin.
 *
 * @throws InputError naming the key of a value that cannot be used, or a name given twice.
 */
export function readClusterOptions(root: Config): ClusterOptions[] {
  const methods =
    root.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? [];
  const clusters = methods
    .filter(method => method.getString('type') === 'config')
    .flatMap(method => method.getConfigArray('clusters'))
    .map(readCluster)
    .map(cluster => ({ ...cluster, ...readLogin(root, cluster) }));
  const seen = new Set<string>();
  for (const [index, { name }] of clusters.entries()) {
    if (seen.has(name)) {
      fail(index, 'name', `"${name}" is given twice`);
    }
    seen.add(name);
  }
  return clusters;
}

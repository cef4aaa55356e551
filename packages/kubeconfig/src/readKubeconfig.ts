import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { KubeconfigError } from './KubeconfigError';
import {
  type ClusterEntry,
  type ExecEntry,
  kubeconfigSchema,
  type UserEntry,
} from './schema';
import type { ExecPlugin, KubeconfigContext } from './types';

const EXEC_VERSIONS = [
  'client.authentication.k8s.io/v1',
  'client.authentication.k8s.io/v1beta1',
];
/** More names than this help nobody. */
const MAX_NAMES = 8;

/**
 * Reads one context of a kubeconfig file.
 *
 * @param file - path; relative paths inside are relative to its folder
 * @param context - name of the context; the file's current one by default
 * @throws KubeconfigError saying in one sentence what is wrong and how to mend it
 */
export function readKubeconfig(
  file: string,
  context?: string,
): KubeconfigContext {
  const path = resolve(file);
  return parseKubeconfig(readText(path), {
    context,
    folder: dirname(path),
    where: `The kubeconfig ${path}`,
  });
}

/**
 * The same for the text of one.
 *
 * @throws KubeconfigError
 */
export function parseKubeconfig(
  text: string,
  options: {
    context?: string;
    /** What relative paths are relative to. */
    folder: string;
    /** Begins every sentence; `The kubeconfig` unless given. */
    where?: string;
  },
): KubeconfigContext {
  const { folder, where = 'The kubeconfig' } = options;
  const fail = (rest: string): never => {
    throw new KubeconfigError(`${where} ${rest}`);
  };
  const config = readDocument(text, fail);
  const wanted = options.context ?? config['current-context'] ?? '';
  const names = config.contexts.map(({ name }) => name);
  if (names.length === 0) fail('has no contexts.');
  if (wanted === '') {
    fail(
      `names no current context; choose one with --context: ${list(names)}.`,
    );
  }
  const context = config.contexts.find(it => it.name === wanted)?.context;
  if (!context) {
    return fail(`has no context "${wanted}"; there is ${list(names)}.`);
  }
  const cluster = config.clusters.find(
    it => it.name === context.cluster,
  )?.cluster;
  if (!cluster) {
    return fail(
      `has no cluster "${context.cluster}", which its context "${wanted}" names.`,
    );
  }
  const userName = context.user ?? '';
  const user = config.users.find(it => it.name === userName)?.user ?? {};
  const failContext = (rest: string): never =>
    fail(`cannot be used with its context "${wanted}": ${rest}`);
  checkCluster(cluster, failContext);
  checkUser(user, userName, failContext);
  const material = materialReader(folder, failContext);
  return {
    name: wanted,
    cluster: context.cluster,
    user: userName,
    ...optional({ namespace: context.namespace }),
    server: cluster.server.replace(/\/+$/, ''),
    skipTlsVerify: cluster['insecure-skip-tls-verify'] ?? false,
    ...optional({
      ca: material(cluster, 'certificate-authority'),
      tlsServerName: cluster['tls-server-name'],
      certificate: material(user, 'client-certificate'),
      key: material(user, 'client-key'),
      // A token file wins, as with kubectl: it is the one that is renewed.
      token: user.tokenFile ? undefined : user.token,
      tokenFile: user.tokenFile && resolve(folder, user.tokenFile),
      exec: user.exec && readExec(user.exec, folder, failContext),
    }),
  };
}

function readText(path: string): string {
  try {
    if (statSync(path).isDirectory()) {
      throw new KubeconfigError(
        `${path} is a folder; a kubeconfig is a file, such as ~/.kube/config.`,
      );
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new KubeconfigError(`There is no kubeconfig ${path}.`);
    }
    if (code === 'EACCES' || code === 'EPERM') {
      throw new KubeconfigError(
        `The kubeconfig ${path} may not be read by this user; mend its owner or its mode.`,
      );
    }
    throw error;
  }
}

function readDocument(text: string, fail: (rest: string) => never) {
  let document: unknown;
  try {
    document = parse(text);
  } catch {
    // The parser's message may quote a line that holds a secret.
    return fail('is not valid YAML.');
  }
  if (typeof document !== 'object' || document === null) {
    return fail('is empty or no kubeconfig at all.');
  }
  const parsed = kubeconfigSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return fail(
    `is not valid at ${z.core.toDotPath(issue?.path ?? [])}: ${
      issue?.message ?? ''
    }.`,
  );
}

function checkCluster(
  cluster: ClusterEntry,
  fail: (rest: string) => never,
): void {
  if (!/^https?:\/\//.test(cluster.server) || !URL.canParse(cluster.server)) {
    fail(
      `its server "${cluster.server}" is no address that begins with https://.`,
    );
  }
  if (cluster['proxy-url']) {
    fail('it goes through a proxy (proxy-url), which Cairn cannot do.');
  }
}

function checkUser(
  user: NonNullable<UserEntry>,
  name: string,
  fail: (rest: string) => never,
): void {
  if (user['auth-provider']) {
    fail(
      `user "${name}" signs in by the auth-provider "${
        user['auth-provider'].name ?? ''
      }", which kubectl has given up too; use a credential plugin (exec).`,
    );
  }
  if (user.username) {
    fail(
      `user "${name}" has a password, which Kubernetes does not take since 1.19; use a token, a client certificate or a credential plugin.`,
    );
  }
  if (user.as) {
    fail(
      `user "${name}" acts as "${user.as}" (as); Cairn impersonates by itself and needs the login alone.`,
    );
  }
}

function readExec(
  exec: NonNullable<ExecEntry>,
  folder: string,
  fail: (rest: string) => never,
): ExecPlugin {
  const { apiVersion, command } = exec;
  if (!EXEC_VERSIONS.includes(apiVersion)) {
    fail(
      `its credential plugin speaks ${apiVersion}; Cairn speaks ${EXEC_VERSIONS.join(
        ' and ',
      )}.`,
    );
  }
  if (exec.interactiveMode === 'Always') {
    fail(
      `its credential plugin "${command}" asks questions on a terminal (interactiveMode: Always), and Cairn has none.`,
    );
  }
  return {
    apiVersion,
    // One with a slash is a path; all others are looked for on the PATH.
    command: /[/\\]/.test(command) ? resolve(folder, command) : command,
    args: exec.args ?? [],
    env: exec.env ?? [],
    ...optional({ installHint: exec.installHint?.trim() }),
    provideClusterInfo: exec.provideClusterInfo ?? false,
  };
}

/** Reads what is either inside, in Base64, or in a file beside. */
function materialReader(folder: string, fail: (rest: string) => never) {
  return (entry: object, key: string): string | undefined => {
    const values = entry as Record<string, string | null | undefined>;
    const data = values[`${key}-data`];
    if (data) return Buffer.from(data, 'base64').toString('utf8');
    const file = values[key];
    if (!file) return undefined;
    try {
      return readFileSync(resolve(folder, file), 'utf8');
    } catch {
      return fail(`its ${key} ${resolve(folder, file)} cannot be read.`);
    }
  };
}

function list(names: string[]): string {
  const shown = names.slice(0, MAX_NAMES).map(name => `"${name}"`);
  const rest = names.length - shown.length;
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Leaves out what is not set; Go writes an empty text for it. */
function optional<T extends object>(
  values: T,
): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value),
  ) as { [K in keyof T]?: NonNullable<T[K]> };
}

import { execFile } from 'node:child_process';
import { z } from 'zod';
import { KubeconfigError } from './KubeconfigError';
import type { Credentials, ExecPlugin, KubeconfigContext } from './types';

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT = 1024 * 1024;
const MAX_WORDS = 300;

const answerSchema = z.object({
  kind: z.literal('ExecCredential'),
  status: z.object({
    token: z.string().optional(),
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
    expirationTimestamp: z.coerce.date().optional(),
  }),
});

/** Credentials, and until when they are good, in milliseconds. */
export interface ExecCredentials extends Credentials {
  expiresAt?: number;
}

/**
 * Asks a credential plugin, as client-go does: without a shell and without a terminal.
 *
 * @throws KubeconfigError naming the program; of its output only the last line of stderr is told
 */
export async function runExecPlugin(
  plugin: ExecPlugin,
  context: KubeconfigContext,
): Promise<ExecCredentials> {
  const { apiVersion, command } = plugin;
  const info = {
    apiVersion,
    kind: 'ExecCredential',
    spec: {
      interactive: false,
      ...(plugin.provideClusterInfo && { cluster: clusterInfo(context) }),
    },
  };
  const env = {
    ...process.env,
    ...Object.fromEntries(plugin.env.map(({ name, value }) => [name, value])),
    KUBERNETES_EXEC_INFO: JSON.stringify(info),
  };
  const output = await new Promise<string>((resolve, reject) => {
    const child = execFile(
      command,
      plugin.args,
      { env, timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT },
      (error, stdout, stderr) =>
        error
          ? reject(explain(plugin, context, error, stderr))
          : resolve(stdout),
    );
    child.stdin?.end();
  });
  let answer: z.infer<typeof answerSchema>;
  try {
    answer = answerSchema.parse(JSON.parse(output));
  } catch {
    throw new KubeconfigError(
      `The credential plugin "${command}" of context "${context.name}" answers with something that is no ExecCredential with a status.`,
    );
  }
  const { status } = answer;
  if (
    !status.token &&
    !(status.clientCertificateData && status.clientKeyData)
  ) {
    throw new KubeconfigError(
      `The credential plugin "${command}" of context "${context.name}" hands out neither a token nor a client certificate.`,
    );
  }
  return {
    ...(status.token && { token: status.token }),
    ...(status.clientCertificateData && {
      certificate: status.clientCertificateData,
      key: status.clientKeyData,
    }),
    ...(status.expirationTimestamp && {
      expiresAt: status.expirationTimestamp.getTime(),
    }),
  };
}

function clusterInfo(context: KubeconfigContext) {
  return {
    server: context.server,
    ...(context.tlsServerName && { 'tls-server-name': context.tlsServerName }),
    ...(context.skipTlsVerify && { 'insecure-skip-tls-verify': true }),
    ...(context.ca && {
      'certificate-authority-data': Buffer.from(context.ca).toString('base64'),
    }),
    config: null,
  };
}

function explain(
  { command, installHint }: ExecPlugin,
  { name }: KubeconfigContext,
  error: Error & { code?: unknown; killed?: boolean },
  stderr: string,
): KubeconfigError {
  const plugin = `The credential plugin "${command}" of context "${name}"`;
  if (error.code === 'ENOENT') {
    return new KubeconfigError(
      `${plugin} is not installed on this computer. ${
        installHint?.replace(/\s+/g, ' ') ?? 'Install it, or use a token.'
      }`,
    );
  }
  if (error.killed) {
    return new KubeconfigError(
      `${plugin} does not answer within ${TIMEOUT_MS / 1000} s.`,
    );
  }
  const words = (stderr.trim().split('\n').at(-1) ?? '').slice(0, MAX_WORDS);
  return new KubeconfigError(
    `${plugin} fails${words ? `: ${words}` : ' without saying why.'}`,
  );
}

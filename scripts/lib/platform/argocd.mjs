// How the roles of Argo CD are started, and its Redis.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { redisCommand } from './redis.mjs';
import { ask } from './kube.mjs';

/** Whether a Redis answers to its name on this port. */
function redisAnswers(port) {
  return new Promise(resolve => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    socket.setTimeout(2000, () => socket.destroy());
    socket.once('connect', () => socket.write('PING\r\n'));
    // Any answer, be it that a password is missing, comes from a Redis that is up.
    socket.once('data', data => {
      resolve(/^[+-]/.test(data.toString('latin1')));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

const programLine = ([command, ...args]) => ({ command, args });

/** @param {import('./context.mjs').Context} context */
export function redis({ bin, ports, secrets, inData, envFor }) {
  return {
    name: 'redis',
    command: () => ({
      ...programLine(
        redisCommand({
          redis: bin.redis,
          port: ports.redis,
          dir: inData('redis'),
          password: secrets.redis,
        }),
      ),
      cwd: inData('tmp'),
      env: envFor(),
    }),
    isReady: () => redisAnswers(ports.redis),
    farewell: 3000,
  };
}

/** The scripts that the repo server calls; in a module they may not be executed. */
function placeScripts(moduleDir, folder) {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of [
    'git-verify-wrapper.sh',
    'gpg-wrapper.sh',
    'git-ask-pass.sh',
  ]) {
    const file = path.join(folder, name);
    fs.writeFileSync(file, fs.readFileSync(path.join(moduleDir, 'hack', name)));
    fs.chmodSync(file, 0o700);
  }
}

/** Makes the folders that the roles expect, and the link by which git asks for a password. */
function prepare({ bin, modules, inData }) {
  for (const name of ['tls', 'ssh', 'gpg-source', 'gpg-home', 'plugins', 'tmp'])
    fs.mkdirSync(inData('argocd', name), { recursive: true, mode: 0o700 });
  const scripts = inData('argocd', 'bin');
  placeScripts(modules.argocd, scripts);
  const link = path.join(scripts, 'argocd');
  fs.rmSync(link, { force: true });
  fs.symlinkSync(bin.argocd, link);
}

function environment(context, part, binaryName) {
  const { inData, envFor } = context;
  const env = envFor();
  return {
    ...env,
    PATH: `${inData('argocd', 'bin')}${path.delimiter}${env.PATH}`,
    TMPDIR: inData('argocd', 'tmp'),
    KUBECONFIG: inData('kubeconfigs', 'argocd'),
    ARGOCD_BINARY_NAME: binaryName,
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    ARGOCD_TLS_DATA_PATH: inData('argocd', 'tls'),
    ARGOCD_SSH_DATA_PATH: inData('argocd', 'ssh'),
    ARGOCD_GPG_DATA_PATH: inData('argocd', 'gpg-source'),
    ARGOCD_GNUPGHOME: inData('argocd', 'gpg-home'),
    ARGOCD_PLUGINSOCKFILEPATH: inData('argocd', 'plugins'),
    ARGOCD_ASK_PASS_SOCK: inData('argocd', 'ask-pass.sock'),
    // Signatures of commits are not looked at: that needs an agent that outlives who started it.
    ARGOCD_GPG_ENABLED: 'false',
    REDIS_PASSWORD: context.secrets.redis,
  };
}

function role(context, { name, binaryName, args, health }) {
  return {
    name,
    beforeStart: async () => prepare(context),
    command: () => ({
      command: context.bin.argocd,
      args: ['--logformat', 'text', '--loglevel', 'info', ...args],
      cwd: context.inData('argocd'),
      env: environment(context, name, binaryName),
    }),
    isReady: async () => (await ask(health))?.status === 200,
    farewell: 5000,
  };
}

const redisAddress = ({ ports }) => ['--redis', `127.0.0.1:${ports.redis}`];
const repoServerAddress = ({ ports }) => [
  ...['--repo-server', `127.0.0.1:${ports.argocdRepoServer}`],
  '--repo-server-plaintext',
];

/** @param {import('./context.mjs').Context} context */
export function repoServer(context) {
  const { ports } = context;
  return role(context, {
    name: 'argocd-repo-server',
    binaryName: 'argocd-repo-server',
    args: [
      ...['--address', '127.0.0.1', '--port', String(ports.argocdRepoServer)],
      ...['--metrics-address', '127.0.0.1'],
      ...['--metrics-port', String(ports.argocdRepoServerMetrics)],
      ...['--disable-tls', '--client-ca-path='],
      ...redisAddress(context),
    ],
    health: `http://127.0.0.1:${ports.argocdRepoServerMetrics}/healthz`,
  });
}

/** @param {import('./context.mjs').Context} context */
export function applicationController(context) {
  const { ports } = context;
  const spec = role(context, {
    name: 'argocd-controller',
    binaryName: 'argocd-application-controller',
    args: [
      ...['--metrics-port', String(ports.argocdControllerMetrics)],
      ...['--app-resync', '10'],
      ...redisAddress(context),
      ...repoServerAddress(context),
    ],
    health: `http://127.0.0.1:${ports.argocdControllerMetrics}/healthz`,
  });
  const { command } = spec;
  return {
    ...spec,
    command: () => {
      const started = command();
      // It reads which shard it is from the name of its pod.
      return {
        ...started,
        env: { ...started.env, HOSTNAME: 'argocd-application-controller-0' },
      };
    },
  };
}

/** @param {import('./context.mjs').Context} context */
export function server(context) {
  const { ports } = context;
  return role(context, {
    name: 'argocd-server',
    binaryName: 'argocd-server',
    args: [
      ...['--insecure', '--address', '127.0.0.1'],
      ...['--port', String(ports.argocd)],
      ...['--metrics-address', '127.0.0.1'],
      ...['--metrics-port', String(ports.argocdServerMetrics)],
      ...redisAddress(context),
      ...repoServerAddress(context),
    ],
    health: `http://127.0.0.1:${ports.argocd}/healthz`,
  });
}

/** @param {import('./context.mjs').Context} context */
export function applicationSets(context) {
  const { ports } = context;
  const on = name => `127.0.0.1:${ports[name]}`;
  return role(context, {
    name: 'argocd-applicationsets',
    binaryName: 'argocd-applicationset-controller',
    args: [
      ...['--metrics-addr', on('argocdApplicationSetsMetrics')],
      ...['--probe-addr', on('argocdApplicationSetsProbe')],
      ...['--webhook-addr', on('argocdApplicationSetsWebhook')],
      '--enable-leader-election=false',
      ...['--argocd-repo-server', on('argocdRepoServer')],
      '--repo-server-plaintext',
    ],
    health: `http://127.0.0.1:${ports.argocdApplicationSetsMetrics}/metrics`,
  });
}

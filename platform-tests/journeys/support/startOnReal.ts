import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { KubernetesClient } from '../../../packages/sandbox/src/controllers/runtime';
import { ensureProviderLogin } from '../../../packages/sandbox/src/demo/ensureProviderLogin';
import { readPlatformManifests } from '../../../packages/sandbox/src/demo/platformManifests';
import type { CairnUnderTest } from '../../../packages/app/e2e-tests/support/cairn';
import {
  startCairn,
  stopCairn,
} from '../../../packages/app/e2e-tests/support/cairn';
import { KubernetesApi } from './KubernetesApi';
import { startLine } from './Line';
import { portalConfiguration } from './portalConfiguration';
import type { Started } from './startOnSandbox';
import { freePorts } from './startOnSandbox';
import { root } from './target';
import { until } from './until';

const CLUSTER = 'real';

interface GiteaFile {
  url: string;
  user: string;
  tokenFile: string;
}

interface ArgoFile {
  url: string;
  tokenFile: string;
}

/** The platform's kubeconfig, with the line in the server's place. */
function kubeconfigThrough(kubeconfig: string, port: number): string {
  const config = parse(readFileSync(kubeconfig, 'utf8')) as {
    contexts: { name: string }[];
    clusters: { cluster: { server: string } }[];
  };
  const [context] = config.contexts;
  const [cluster] = config.clusters;
  if (!context || !cluster) throw new Error(`${kubeconfig} names no cluster`);
  context.name = CLUSTER;
  cluster.cluster.server = `https://127.0.0.1:${port}`;
  return stringify({ ...config, 'current-context': CLUSTER });
}

/** The platform team's manifests; the demo's Applications are not among them. */
async function installPlatform(
  kubernetes: KubernetesApi,
  wanted: (kind: string) => boolean,
): Promise<void> {
  const manifests = await readPlatformManifests(path.join(root, 'platform'));
  for (const manifest of manifests) {
    if (manifest.apiVersion.startsWith('argoproj.io/')) continue;
    if (!wanted(manifest.kind)) continue;
    await until(`${manifest.kind} ${manifest.metadata.name} is taken`, () =>
      kubernetes.applyAny(manifest),
    );
  }
}

/** Crossplane's stand-ins, as clients of the real API server. */
function startControllers(kubeconfig: string): ChildProcess {
  const log = openSync(
    path.join(root, 'test-output', 'journeys-real-controllers.log'),
    'w',
  );
  return spawn(
    process.execPath,
    [
      path.join(root, 'scripts', 'sandbox.mjs'),
      'controllers',
      ...['--kubeconfig', kubeconfig],
      ...['--only', 'composition,sql'],
    ],
    { cwd: root, stdio: ['ignore', log, log] },
  );
}

/** The superuser's address of Cairn's PostgreSQL, from the file that psql reads. */
function databaseUrl(dataDir: string): string {
  const [line = ''] = readFileSync(path.join(dataDir, 'pgpass'), 'utf8').split(
    '\n',
  );
  const [host, port, , user, password = ''] = line.split(':');
  return `postgres://${user}:${encodeURIComponent(
    password,
  )}@${host}:${port}/cairn_sandbox`;
}

/** Lets the SQL provider make databases on Cairn's own PostgreSQL. */
async function giveDatabases(
  kubeconfig: string,
  dataDir: string,
): Promise<void> {
  const client = KubernetesClient.fromKubeconfig(kubeconfig, 'cairn-journeys');
  try {
    await ensureProviderLogin({
      client,
      url: databaseUrl(dataDir),
      log: () => {},
    });
  } finally {
    client.close();
  }
}

/**
 * A Cairn on the real platform that runs in `CAIRN_PLATFORM_DIR`: its issuer, git host and PostgreSQL are
 * its own, the cluster is the one of the kubeconfig.
 */
export async function startOnReal(options: {
  dataDir: string;
  run: string;
}): Promise<Started> {
  const { dataDir, run } = options;
  const platformDir = path.resolve(
    process.env.CAIRN_PLATFORM_DIR ?? path.join(root, '.data', 'platform'),
  );
  const inPlatform = (name: string) => path.join(platformDir, name);
  const read = <T>(name: string) =>
    JSON.parse(readFileSync(inPlatform(name), 'utf8')) as T;
  const gitea = read<GiteaFile>('gitea.json');
  const argocd = read<ArgoFile>('argocd.json');
  const kubernetes = new KubernetesApi(inPlatform('kubeconfig'));
  const { hostname, port } = new URL(kubernetes.server.url);

  const ports = await freePorts();
  const line = await startLine({ host: hostname, port: Number(port) });
  const kubeconfig = path.join(dataDir, 'portal.kubeconfig');
  const config = path.join(dataDir, 'journeys.yaml');
  let started: CairnUnderTest | undefined;
  let controllers: ChildProcess | undefined;
  const stop = () => {
    controllers?.kill('SIGTERM');
    line.close();
  };
  try {
    writeFileSync(
      kubeconfig,
      kubeconfigThrough(inPlatform('kubeconfig'), line.port),
      { mode: 0o600 },
    );
    writeFileSync(config, portalConfiguration({ gitea }));
    await installPlatform(
      kubernetes,
      kind =>
        /^(Namespace|ServiceAccount)$/.test(kind) || kind.includes('Role'),
    );
    started = await startCairn({
      ports,
      dataDir,
      args: ['--kubeconfig', kubeconfig, '--config', config],
    });
    controllers = startControllers(inPlatform('kubeconfig'));
    await giveDatabases(inPlatform('kubeconfig'), dataDir);
    await installPlatform(kubernetes, () => true);
  } catch (error) {
    stop();
    if (started) await stopCairn(started);
    throw error;
  }
  const sandbox = path.join(dataDir, 'sandbox');
  return {
    state: {
      target: 'real',
      cluster: CLUSTER,
      kubeconfig: inPlatform('kubeconfig'),
      portalTokenFile: path.join(sandbox, 'portal.token'),
      apiServerLine: line.control,
      argocd,
      gitHosts: [
        {
          title: "the sandbox's git host",
          url: `http://localhost:${ports.git}`,
          user: 'dev',
          tokenFile: path.join(sandbox, 'people', 'dev.git-token'),
        },
        { title: 'real Gitea', ...gitea },
      ],
      platformDir,
      run,
    },
    stop,
  };
}

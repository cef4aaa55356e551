// The parts of a running Cairn, in the order in which they need each other.
import fs from 'node:fs';
import path from 'node:path';
import { toolEnvironment } from './install.mjs';
import { ROOT } from './options.mjs';
import {
  SUPERUSER,
  clearStaleServer,
  ensureDatabase,
  initialise,
  isServing,
  serverCommand,
  superuserUrl,
} from './postgres.mjs';
import { clusterFlags, readAttached } from './attach.mjs';
import { postgresHome } from './postgresHome.mjs';
import {
  backendIsReady,
  frontendIsReady,
  gitHostIsReady,
  sandboxIsReady,
} from './ready.mjs';
import { step } from './say.mjs';

const DATABASE = 'cairn';
/**
 * Both processes mostly wait: small young generations keep them small. Source maps would cost the
 * backend a fifth of its memory, as every package of Backstage brings its own.
 */
const BACKEND_MEMORY = ['--max-semi-space-size=4', '--max-old-space-size=768'];
const SANDBOX_MEMORY = ['--max-semi-space-size=4', '--max-old-space-size=512'];

/** @param {{ dataDir: string, ports: { portal: number } }} options */
export const portalUrl = options => `http://localhost:${options.ports.portal}`;

/** Starts PostgreSQL, making it first when there is none. */
export async function startPostgres(supervisor, options, secrets) {
  const { postgres: port } = options.ports;
  const home = postgresHome(options.dataDir);
  const isNew = !fs.existsSync(path.join(home.data, 'PG_VERSION'));
  await step(
    isNew ? 'Make and start PostgreSQL' : 'Start PostgreSQL',
    async () => {
      await initialise(home, secrets.postgresPassword);
      await supervisor.start({
        name: 'postgres',
        beforeStart: () => clearStaleServer(home),
        command: () => serverCommand(home, port),
        isReady: () => isServing(port, secrets.postgresPassword),
        // A fast shutdown: sessions are ended, everything is written.
        stopSignal: 'SIGINT',
      });
      await ensureDatabase(port, secrets.postgresPassword, DATABASE);
    },
  );
}

/** Where the sandbox writes what others read. */
export const sandboxDir = options => path.join(options.dataDir, 'sandbox');

/** Starts the sandbox: the Kubernetes API, its controllers, the sign-in. */
export async function startSandbox(supervisor, options, secrets, node) {
  const directory = sandboxDir(options);
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  const { api, issuer, git, argocd, voices, postgres, dev } = options.ports;
  await step('Start the sandbox', () =>
    supervisor.start({
      name: 'sandbox',
      command: () => ({
        command: node,
        args: [
          ...SANDBOX_MEMORY,
          '--enable-source-maps',
          path.join(ROOT, 'packages', 'sandbox', 'dist', 'main.cjs'),
          'serve',
          ...['--data-dir', directory],
          ...['--api-port', String(api)],
          ...['--issuer-port', String(issuer)],
          ...['--git-port', String(git)],
          ...['--argocd-port', String(argocd)],
          ...['--voices-port', String(voices)],
          ...['--portal-url', portalUrl(options)],
          ...['--platform-dir', path.join(ROOT, 'platform')],
          ...['--catalog-dir', path.join(ROOT, 'catalog')],
          ...(options.empty ? ['--empty'] : []),
          ...clusterFlags(options),
          ...(options.dev
            ? ['--dev-portal-url', `http://localhost:${dev}`]
            : []),
        ],
        cwd: ROOT,
        env: {
          ...toolEnvironment(node),
          NODE_ENV: 'production',
          CAIRN_SANDBOX_POSTGRES_URL: superuserUrl(
            postgres,
            secrets.postgresPassword,
            'cairn_sandbox',
          ),
          // The demo's year goes to the portal as webhooks, once; tests that need it not have better
          // use for the minutes.
          ...(process.env.CAIRN_DEMO_HISTORY !== 'none' && {
            CAIRN_HISTORY_TO: `${portalUrl(
              options,
            )}/api/dora/webhooks/{source}`,
            CAIRN_HISTORY_SECRET: secrets.webhookSecret,
          }),
          CAIRN_ALERTS_TO: `${portalUrl(
            options,
          )}/api/dora/webhooks/alertmanager`,
          CAIRN_ALERTS_SECRET: secrets.webhookSecret,
        },
      }),
      isReady: () =>
        options.kubeconfig
          ? gitHostIsReady(git)
          : sandboxIsReady(api, path.join(directory, 'ca.crt')),
    }),
  );
}

/** Where the cluster is, and how the portal signs in there. */
function clusterEnvironment(options) {
  const directory = sandboxDir(options);
  const read = file => fs.readFileSync(file, 'utf8').trim();
  if (options.kubeconfig) {
    const attached = readAttached(directory);
    return {
      CAIRN_K8S_NAME: attached.name,
      CAIRN_K8S_TITLE: attached.title,
      CAIRN_K8S_URL: attached.url,
      CAIRN_KUBECONFIG: attached.kubeconfig,
      CAIRN_KUBE_CONTEXT: attached.context,
      ...(attached.caFile && { CAIRN_K8S_CA_FILE: attached.caFile }),
      ...(attached.tokenFile && { CAIRN_K8S_TOKEN: read(attached.tokenFile) }),
    };
  }
  const tokenFile = path.join(directory, 'portal.token');
  return {
    CAIRN_K8S_URL: `https://127.0.0.1:${options.ports.api}`,
    CAIRN_K8S_CA_FILE: path.join(directory, 'ca.crt'),
    CAIRN_K8S_TOKEN: read(tokenFile),
    CAIRN_K8S_TOKEN_FILE: tokenFile,
    CAIRN_ARGOCD_URL: `http://localhost:${options.ports.argocd}`,
    CAIRN_ARGOCD_TOKEN: read(path.join(directory, 'argocd.token')),
  };
}

/** The configuration files of the portal, each on top of those before it. */
function configFlags(options) {
  const files = [
    path.join(ROOT, 'app-config.yaml'),
    ...(options.kubeconfig ? [path.join(ROOT, 'app-config.cluster.yaml')] : []),
    ...options.configs,
  ];
  return files.flatMap(file => ['--config', file]);
}

/** What `app-config.yaml` asks of the environment. */
export function backendEnvironment(options, secrets) {
  const directory = sandboxDir(options);
  const client = JSON.parse(
    fs.readFileSync(path.join(directory, 'oidc-client.json'), 'utf8'),
  );
  const { portal, postgres, issuer, git, dev } = options.ports;
  return {
    CAIRN_PORTAL_URL: portalUrl(options),
    CAIRN_APP_URL: options.dev ? `http://localhost:${dev}` : portalUrl(options),
    CAIRN_LISTEN_PORT: String(portal),
    CAIRN_PG_HOST: '127.0.0.1',
    CAIRN_PG_PORT: String(postgres),
    CAIRN_PG_USER: SUPERUSER,
    CAIRN_PG_PASSWORD: secrets.postgresPassword,
    CAIRN_PG_DATABASE: DATABASE,
    ...clusterEnvironment(options),
    CAIRN_OIDC_METADATA_URL: `http://localhost:${issuer}/.well-known/openid-configuration`,
    CAIRN_OIDC_CLIENT_ID: client.clientId,
    CAIRN_OIDC_CLIENT_SECRET: client.clientSecret,
    CAIRN_GIT_HOST: `localhost:${git}`,
    CAIRN_GIT_URL: `http://localhost:${git}`,
    CAIRN_GIT_TOKEN: fs
      .readFileSync(
        path.join(directory, 'people', 'cairn-portal.git-token'),
        'utf8',
      )
      .trim(),
    CAIRN_BACKEND_SECRET: secrets.backendSecret,
    CAIRN_WEBHOOK_SECRET: secrets.webhookSecret,
    CAIRN_CATALOG_FILE: path.join(
      ROOT,
      'catalog',
      options.empty ? 'empty.yaml' : 'all.yaml',
    ),
    CAIRN_TECHDOCS_DIR: path.join(options.dataDir, 'techdocs'),
  };
}

/** Starts the portal: one process that serves the API and the built frontend. */
export async function startBackend(supervisor, options, secrets, node) {
  const folder = path.join(ROOT, 'packages', 'backend');
  await step('Start the portal', () =>
    supervisor.start({
      name: 'backend',
      command: () => ({
        command: node,
        args: [
          ...BACKEND_MEMORY,
          path.join(folder, 'dist', 'main.cjs'),
          ...configFlags(options),
        ],
        cwd: folder,
        env: {
          ...toolEnvironment(node),
          ...backendEnvironment(options, secrets),
          NODE_ENV: 'production',
          // Fewer arenas of glibc's allocator: less memory held for threads that are idle.
          MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX ?? '2',
          LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
        },
      }),
      isReady: () => backendIsReady(options.ports.portal),
      // It waits for every open page to let go; what it has answered is in the database already.
      farewell: 4000,
    }),
  );
}

/** Starts backend and frontend from their sources, with hot reload. */
export async function startDevelopment(supervisor, options, secrets, node) {
  const cli = path.join(
    ROOT,
    'node_modules',
    '@backstage',
    'cli',
    'bin',
    'backstage-cli',
  );
  const start = name => ({
    command: node,
    args: [cli, 'package', 'start', ...configFlags(options)],
    cwd: path.join(ROOT, 'packages', name),
    env: {
      ...toolEnvironment(node),
      ...backendEnvironment(options, secrets),
      NODE_ENV: 'development',
      BROWSER: 'none',
    },
  });
  await step('Start the backend', () =>
    supervisor.start({
      name: 'backend',
      command: () => start('backend'),
      isReady: () => backendIsReady(options.ports.portal),
    }),
  );
  await step('Start the frontend', () =>
    supervisor.start({
      name: 'frontend',
      command: () => start('app'),
      isReady: () => frontendIsReady(options.ports.dev),
    }),
  );
}

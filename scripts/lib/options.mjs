// Reads the command line and the environment into the options of a start.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Failure } from './say.mjs';

/** The folder of the checkout. */
export const ROOT = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);

const DATA_DIR = path.join(ROOT, '.data');

const PORTS = {
  port: { env: 'CAIRN_PORT', fallback: 7007, what: 'the portal' },
  'postgres-port': {
    env: 'CAIRN_POSTGRES_PORT',
    fallback: 7432,
    what: 'PostgreSQL',
  },
  'api-port': {
    env: 'CAIRN_API_PORT',
    fallback: 7443,
    what: "the sandbox's Kubernetes API",
  },
  'issuer-port': {
    env: 'CAIRN_ISSUER_PORT',
    fallback: 7008,
    what: 'the sign-in page',
  },
  'git-port': {
    env: 'CAIRN_GIT_PORT',
    fallback: 7030,
    what: 'the git host',
  },
  'argocd-port': {
    env: 'CAIRN_ARGOCD_PORT',
    fallback: 7080,
    what: "the sandbox's Argo CD",
  },
  'voices-port': {
    env: 'CAIRN_VOICES_PORT',
    fallback: 7090,
    what: "the sandbox's metrics, costs and alerts",
  },
  'dev-port': {
    env: 'CAIRN_DEV_PORT',
    fallback: 3000,
    what: 'the hot-reloading portal',
  },
};

const HELP = `Starts Cairn: the portal, its database and the sandbox platform.

  npm start -- [options]

  --port N            portal                      (7007, CAIRN_PORT)
  --postgres-port N   PostgreSQL                  (7432, CAIRN_POSTGRES_PORT)
  --api-port N        sandbox Kubernetes API      (7443, CAIRN_API_PORT)
  --issuer-port N     sandbox sign-in             (7008, CAIRN_ISSUER_PORT)
  --git-port N        sandbox git host            (7030, CAIRN_GIT_PORT)
  --argocd-port N     sandbox Argo CD             (7080, CAIRN_ARGOCD_PORT)
  --voices-port N     sandbox metrics and costs   (7090, CAIRN_VOICES_PORT)
  --dev-port N        portal under npm run dev    (3000, CAIRN_DEV_PORT)
  --kubeconfig FILE   a cluster of your own in place of the sandbox's; nothing is changed on it
  --context NAME      its context              (the current one)
  --install NAMES     what to apply to it first, after a list and a question (--yes: without it):
                      portal-rbac, namespaces, people-rbac, crossplane, policies, argocd, platform
  --config FILE       portal's configuration on top of app-config.yaml; may be repeated
  --data-dir DIR      where everything is kept    (.data, CAIRN_DATA_DIR)
  --empty             without the demo organisation
  --dev               hot reload
  --help              this text
`;

function readPort(flag, value, env) {
  const text = value ?? process.env[env] ?? undefined;
  if (text === undefined) return PORTS[flag].fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Failure(
      `--${flag} is '${text}'; it must be a port number between 1 and 65535.`,
    );
  }
  return port;
}

/**
 * @param {string[]} argv arguments after the script's name
 * @returns {{ dataDir: string, configs: string[], kubeconfig?: string, context?: string, install?: string, dev: boolean, empty: boolean, yes: boolean, help?: string, ports: { portal: number, postgres: number, api: number, issuer: number, git: number, argocd: number, voices: number, dev: number } }}
 */
export function readOptions(argv) {
  let values;
  try {
    ({ values } = parseArgs({
      args: argv,
      options: {
        ...Object.fromEntries(
          Object.keys(PORTS).map(name => [name, { type: 'string' }]),
        ),
        'data-dir': { type: 'string' },
        kubeconfig: { type: 'string' },
        context: { type: 'string' },
        install: { type: 'string' },
        config: { type: 'string', multiple: true, default: [] },
        dev: { type: 'boolean', default: false },
        empty: { type: 'boolean', default: false },
        yes: { type: 'boolean', short: 'y', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    throw new Failure(
      `${error.message.split('. ')[0]}. See npm start -- --help`,
    );
  }
  const dataDir = values['data-dir'] ?? process.env.CAIRN_DATA_DIR ?? DATA_DIR;
  // It would mean the folder one happens to be in.
  if (dataDir.trim() === '')
    throw new Failure('--data-dir is empty; it must name a folder.');
  const configs = values.config.map(file => path.resolve(file));
  const absent = configs.find(file => !fs.existsSync(file));
  if (absent)
    throw new Failure(
      `--config is '${absent}'; there is no such file. Name a file of Backstage configuration.`,
    );
  for (const flag of ['context', 'install']) {
    if (values[flag] !== undefined && values.kubeconfig === undefined)
      throw new Failure(
        `--${flag} is for a cluster of your own; name it with --kubeconfig FILE.`,
      );
  }
  const port = flag => readPort(flag, values[flag], PORTS[flag].env);
  return {
    dataDir: path.resolve(dataDir),
    configs,
    kubeconfig: values.kubeconfig && path.resolve(values.kubeconfig),
    context: values.context,
    install: values.install,
    dev: values.dev,
    empty: values.empty,
    yes: values.yes,
    help: values.help ? HELP : undefined,
    ports: {
      portal: port('port'),
      postgres: port('postgres-port'),
      api: port('api-port'),
      issuer: port('issuer-port'),
      git: port('git-port'),
      argocd: port('argocd-port'),
      voices: port('voices-port'),
      dev: port('dev-port'),
    },
  };
}

/** Which ports a start needs, with the words and the flag for each. */
export function neededPorts(options) {
  const rows = [
    ['port', options.ports.portal],
    ['postgres-port', options.ports.postgres],
    ['issuer-port', options.ports.issuer],
    ['git-port', options.ports.git],
  ];
  // On a cluster of one's own, the sandbox serves none.
  if (!options.kubeconfig) {
    rows.push(
      ['api-port', options.ports.api],
      ['argocd-port', options.ports.argocd],
      ['voices-port', options.ports.voices],
    );
  }
  if (options.dev) rows.push(['dev-port', options.ports.dev]);
  return rows.map(([flag, port]) => ({
    flag: `--${flag}`,
    port,
    what: PORTS[flag].what,
  }));
}

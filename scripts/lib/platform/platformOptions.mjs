// Reads the command line of npm run platform.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../options.mjs';
import { Failure } from '../say.mjs';
import { portsFrom } from './platformPorts.mjs';

export const DEFAULT_PORT_BASE = 7500;

export const HELP = `Runs the real platform on this machine: Kubernetes, Argo CD, Kyverno and Gitea as ordinary processes.

  npm run platform -- COMMAND [options]

  up                  start, or say that it runs
  status              what runs, how much memory it takes, how often it was restarted
  logs [PART] [-f]    the end of the logs; -f goes on
  stop|start|restart PART   one part only
  exec COMMAND ...    run a command with its kubeconfig, inside its network
  down                stop everything, keep the data
  reset               stop everything and throw the data away

  --data-dir DIR      where everything is kept       (.data/platform, CAIRN_PLATFORM_DIR)
  --port-base N       the first of its ports         (${DEFAULT_PORT_BASE}, CAIRN_PLATFORM_PORT_BASE)
  --only PART,...     only these, and what they need
  --without PART,...  not these, nor what needs them
  --netns auto|yes|no a network of its own, which only exec reaches   (no)
  --yes               reset without asking
  --help              this text
`;

const COMMANDS = new Map([
  ['up', 0],
  ['status', 0],
  ['logs', 1],
  ['stop', 1],
  ['start', 1],
  ['restart', 1],
  ['down', 0],
  ['reset', 0],
]);

const FLAGS = {
  'data-dir': { type: 'string' },
  'port-base': { type: 'string' },
  only: { type: 'string', multiple: true },
  without: { type: 'string', multiple: true },
  netns: { type: 'string' },
  follow: { type: 'boolean', short: 'f', default: false },
  yes: { type: 'boolean', short: 'y', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};

const words = lists =>
  (lists ?? []).flatMap(list => list.split(',').filter(Boolean));

/** What stands behind `exec`, from its first word on, is another program's own command line. */
function splitExec(argv) {
  const at = argv.indexOf('exec');
  if (at < 0) return { own: argv };
  let first = at + 1;
  while (argv[first]?.startsWith('--') && argv[first] !== '--')
    first += argv[first].includes('=') ? 1 : 2;
  const own = argv.slice(0, first);
  if (argv[first] === '--') first += 1;
  return { own, inside: argv.slice(first) };
}

function parse(args) {
  try {
    return parseArgs({ args, options: FLAGS, allowPositionals: true });
  } catch (error) {
    throw new Failure(
      `${error.message.split('. ')[0]}. See npm run platform -- --help`,
    );
  }
}

function readCommand([command, ...rest], inside) {
  if (command === 'exec') {
    if (inside.length === 0)
      throw new Failure(
        'exec needs a command, such as: exec kubectl get nodes',
      );
    return { command };
  }
  const most = COMMANDS.get(command);
  if (most === undefined)
    throw new Failure(
      `'${command}' is no command; see npm run platform -- --help`,
    );
  if (rest.length > most)
    throw new Failure(`${command} does not take '${rest[most]}'.`);
  if (['stop', 'start', 'restart'].includes(command) && !rest[0])
    throw new Failure(`${command} needs the name of a part.`);
  return { command, part: rest[0] };
}

/**
 * @param {string[]} argv arguments after the script's name
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {{ command: string, part?: string, inside?: string[], dataDir: string, portBase: number, only: string[], without: string[], netns: 'auto' | 'yes' | 'no', follow: boolean, yes: boolean, help?: string }}
 */
export function readPlatformOptions(argv, env = process.env) {
  const { own, inside } = splitExec(argv);
  const { values, positionals } = parse(own);
  const help = values.help || positionals.length === 0 ? HELP : undefined;
  const command = help ? { command: 'help' } : readCommand(positionals, inside);
  const dataDir =
    values['data-dir'] ??
    env.CAIRN_PLATFORM_DIR ??
    path.join(ROOT, '.data', 'platform');
  if (dataDir.trim() === '')
    throw new Failure('--data-dir is empty; it must name a folder.');
  const netns = values.netns ?? 'no';
  if (!['auto', 'yes', 'no'].includes(netns))
    throw new Failure(`--netns is '${netns}'; it must be auto, yes or no.`);
  const portBase = Number(
    values['port-base'] ?? env.CAIRN_PLATFORM_PORT_BASE ?? DEFAULT_PORT_BASE,
  );
  portsFrom(portBase);
  return {
    ...command,
    inside,
    dataDir: path.resolve(dataDir),
    portBase,
    only: words(values.only),
    without: words(values.without),
    netns,
    follow: values.follow,
    yes: values.yes,
    help,
  };
}

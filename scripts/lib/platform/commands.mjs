// The commands of npm run platform. Each returns the exit code.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Failure,
  dim,
  duration,
  explainFileError,
  green,
  line,
} from '../say.mjs';
import { knock } from './control.mjs';
import { printBrief, printStatus } from './platformTable.mjs';
import {
  connectPlatform,
  findPlatform,
  startPlatform,
  stopPlatform,
} from './stack.mjs';

/** What a platform makes in its folder. What was built for it stays. */
const KEPT_BY_PLATFORM = [
  ...[
    'etcd',
    'pki',
    'kubeconfigs',
    'argocd',
    'gitea',
    'home',
    'tmp',
    'logs',
    'redis',
  ],
  ...['postgres', 'postgres.new', 'kubeconfig', 'kwok-stages.yaml'],
  ...['argocd.json', 'argocd.token', 'argocd-admin.password'],
  ...['gitea.json', 'gitea.token', 'gitea-admin.password', 'secrets.json'],
  ...['run.json', 'control.sock'],
];

const already = run =>
  `  The platform runs already (process ${run.launcher.pid}); npm run platform -- down stops it.`;

/** Ctrl-C before all is up: nothing half-started stays. */
function giveUpOnSignals(dataDir) {
  const state = { givenUp: false };
  const giveUp = () => {
    if (state.givenUp) return;
    state.givenUp = true;
    line(dim('\n  Stopping …'));
    stopPlatform(dataDir).finally(() => process.exit(130));
  };
  process.on('SIGINT', giveUp).on('SIGTERM', giveUp);
  state.settle = () => process.off('SIGINT', giveUp).off('SIGTERM', giveUp);
  return state;
}

export async function up(options) {
  const { dataDir } = options;
  const running = findPlatform(dataDir);
  if (running) {
    line(already(running));
    printStatus(await connectPlatform(dataDir).status());
    return 0;
  }
  const began = Date.now();
  line();
  const interrupted = giveUpOnSignals(dataDir);
  let handle;
  try {
    handle = await startPlatform({
      ...options,
      detached: true,
      say: text => line(dim(`  … ${text}`)),
      onStep: ({ done, took }) => {
        if (done) line(`  ${green('✓')} ${done} ${dim(duration(took))}`);
      },
    });
  } catch (error) {
    // What fails because it was given up is no news; the process ends when all is stopped.
    if (interrupted.givenUp) return new Promise(() => {});
    throw error;
  }
  interrupted.settle();
  line(dim(`  up after ${duration(Date.now() - began)}`));
  const state = await handle.status();
  printStatus(state);
  printBrief(state);
  return 0;
}

export async function status({ dataDir }) {
  if (!findPlatform(dataDir)) {
    line(`No platform runs from ${dataDir}.`);
    return 3;
  }
  const state = await knock(dataDir, 'status');
  printStatus(state);
  return state.parts.every(part => part.running) ? 0 : 1;
}

export async function down({ dataDir }) {
  const { wasRunning, leftovers } = await stopPlatform(dataDir);
  if (leftovers.length > 0)
    line(`A killed platform had left ${leftovers.join(', ')}; ended now.`);
  else if (!wasRunning) line(`No platform runs from ${dataDir}.`);
  if (wasRunning)
    line('Stopped. Its data stays; npm run platform -- up brings it back.');
  return 0;
}

async function onePart({ dataDir, command, part }) {
  const handle = connectPlatform(dataDir);
  await handle[`${command}Part`](part);
  line(
    `${part} ${
      { stop: 'stopped', start: 'started', restart: 'started again' }[command]
    }.`,
  );
  return 0;
}

export const stop = onePart;
export const start = onePart;
export const restart = onePart;

function logFiles(dataDir, part) {
  const folder = path.join(dataDir, 'logs');
  const names = fs.existsSync(folder)
    ? fs.readdirSync(folder).filter(name => name.endsWith('.log'))
    : [];
  const wanted = part ? names.filter(name => name === `${part}.log`) : names;
  if (wanted.length === 0)
    throw new Failure(
      part && names.length > 0
        ? `there is no log of ${part}; there are ${names
            .map(name => name.replace(/\.log$/, ''))
            .join(', ')}.`
        : `there are no logs in ${folder}.`,
    );
  return wanted.map(name => path.join(folder, name));
}

const LAST_BYTES = 64_000;

function endOf(file, rows) {
  const { size } = fs.statSync(file);
  const from = Math.max(0, size - LAST_BYTES);
  const handle = fs.openSync(file);
  const buffer = Buffer.alloc(size - from);
  fs.readSync(handle, buffer, 0, buffer.length, from);
  fs.closeSync(handle);
  const text = buffer.toString('utf8').trimEnd();
  return { text: text.split('\n').slice(-rows).join('\n'), size };
}

/** Prints what is appended, until it is interrupted. */
async function follow(files, sizes, show) {
  for (;;) {
    await sleep(300);
    for (const file of files) {
      const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      const known = Math.min(sizes.get(file), size);
      if (size > known) {
        const handle = fs.openSync(file);
        const buffer = Buffer.alloc(size - known);
        fs.readSync(handle, buffer, 0, buffer.length, known);
        fs.closeSync(handle);
        show(file, buffer.toString('utf8').trimEnd());
      }
      sizes.set(file, size);
    }
  }
}

export async function logs(options) {
  const files = logFiles(options.dataDir, options.part);
  const show = (file, text) => {
    if (text === '') return;
    const name = files.length > 1 ? `${path.basename(file, '.log')}: ` : '';
    for (const row of text.split('\n')) line(`${dim(name)}${row}`);
  };
  const sizes = new Map();
  for (const file of files) {
    const { text, size } = endOf(file, options.part ? 100 : 10);
    show(file, text);
    sizes.set(file, size);
  }
  if (options.follow) await follow(files, sizes, show);
  return 0;
}

export async function exec({ dataDir, inside }) {
  const handle = connectPlatform(dataDir);
  const [program, ...rest] = inside;
  const { command, args } = handle.inside(program, rest);
  const child = spawn(command, args, {
    stdio: 'inherit',
    env: {
      ...process.env,
      KUBECONFIG: handle.kubeconfig,
      CAIRN_PLATFORM_DIR: dataDir,
      PATH: `${path.join(dataDir, 'programs')}${path.delimiter}${
        process.env.PATH
      }`,
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', error =>
      reject(
        error.code === 'ENOENT'
          ? new Failure(`there is no program called ${program} here.`)
          : error,
      ),
    );
    child.once('exit', code => resolve(code ?? 1));
  });
}

async function confirmed(dataDir) {
  if (!process.stdin.isTTY)
    throw new Failure(
      'there is no terminal to ask on; reset --yes throws the data away without asking.',
    );
  const terminal = readline.createInterface({
    input: process.stdin,
    output: process.stdout,
  });
  try {
    const answer = await terminal.question(
      `This stops the platform and throws away everything in ${dataDir} but what was built. Type yes to go on: `,
    );
    return answer.trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}

function remove(entry) {
  try {
    // The database may lie elsewhere, behind a link (see postgresHome.mjs).
    if (fs.lstatSync(entry, { throwIfNoEntry: false })?.isSymbolicLink())
      fs.rmSync(path.dirname(fs.readlinkSync(entry)), {
        recursive: true,
        force: true,
      });
    fs.rmSync(entry, { recursive: true, force: true });
  } catch (error) {
    throw explainFileError(error, entry);
  }
}

export async function reset({ dataDir, yes }) {
  if (!fs.existsSync(dataDir)) {
    line(`There is nothing to throw away in ${dataDir}.`);
    return 0;
  }
  if (!yes && !(await confirmed(dataDir))) {
    line('Nothing was touched.');
    return 0;
  }
  await stopPlatform(dataDir);
  for (const name of [...KEPT_BY_PLATFORM, 'programs'])
    remove(path.join(dataDir, name));
  line('Done. npm run platform -- up makes a new platform.');
  return 0;
}

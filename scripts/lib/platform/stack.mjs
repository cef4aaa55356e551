// Starts a real platform, finds a running one, and gives a handle on it.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareDataDir } from '../dataDir.mjs';
import { isFree, requireFree } from '../ports.mjs';
import { isAlive, stopProcess } from '../processes.mjs';
import { Failure } from '../say.mjs';
import { ensureBinaries, moduleDir } from './binaries.mjs';
import { addressesOf } from './context.mjs';
import { knock, socketIn } from './control.mjs';
import { CannotBuild } from './goBuild.mjs';
import { endLeftovers, forgetRun, readRun } from './leftovers.mjs';
import { decideNetwork, inNetworkOf, inNewNetwork } from './netns.mjs';
import { askedParts, binariesOf, modulesOf, startableParts } from './parts.mjs';
import { portsFrom, portsOf } from './platformPorts.mjs';

/** It mostly waits: a small heap keeps it small. */
const DAEMON = [
  '--max-semi-space-size=2',
  '--max-old-space-size=128',
  fileURLToPath(new URL('daemon.mjs', import.meta.url)),
];

/** The note of the platform that runs from this folder, or undefined. */
export function findPlatform(dataDir) {
  const run = readRun(dataDir);
  return run?.launcher && isAlive(run.launcher) ? run : undefined;
}

/** Below the ports that systems give to outgoing connections, which come and go (Linux: from 32768). */
const BASES = { from: 10_000, to: 32_000 };

/** A stretch of ports of which none is taken. */
async function freePortBase() {
  for (;;) {
    const base = randomInt(BASES.from, BASES.to);
    const ports = Object.values(portsFrom(base));
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return base;
  }
}

/** Folders of the Go modules that these parts read, and which of them cannot be had. */
async function modulesFor(parts) {
  const modules = {};
  const missing = [];
  for (const module of modulesOf(parts)) {
    try {
      modules[module] = await moduleDir(module);
    } catch (error) {
      if (!(error instanceof CannotBuild)) throw error;
      missing.push({ module, reason: error.message });
    }
  }
  return { modules, missing };
}

/** @typedef {object} PlatformOptions
 * @property {string} dataDir where everything is kept
 * @property {string} [node] on which the supervisor runs; this process's own unless said
 * @property {number} [portBase] first of its ports; a free stretch is looked for unless said
 * @property {string[]} [only] parts or groups
 * @property {string[]} [without] parts or groups
 * @property {'auto' | 'yes' | 'no'} [netns] a network of its own; `no` unless said
 * @property {Record<string, string>} [bin] programs that are known already, by name
 * @property {boolean} [detached] goes on when this process ends; otherwise it ends with it
 * @property {(text: string) => void} [say] hears of builds
 * @property {(event: { begun?: string, done?: string, took?: number }) => void} [onStep] hears of each part
 */

/** Runs the supervisor and waits until it says that all is up. */
function launch({ facts, node, netns, onStep, detached }) {
  const logFile = path.join(facts.dataDir, 'logs', 'supervisor.log');
  const log = fs.openSync(logFile, 'a', 0o600);
  const logStart = fs.fstatSync(log).size;
  const { command, args } = netns
    ? inNewNetwork(node, DAEMON)
    : { command: node, args: DAEMON };
  const child = spawn(command, args, {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  fs.closeSync(log);
  return new Promise((resolve, reject) => {
    child.on('message', message => {
      if (message.failed) {
        reject(
          new Failure(message.failed.message, {
            detail: message.failed.detail,
          }),
        );
      } else if (message.ready) {
        // The channel is what tells the supervisor that its starter lives.
        if (detached) child.disconnect();
        child.channel?.unref?.();
        child.unref();
        resolve();
      } else onStep(message);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(
        new Failure(
          `the platform ended while it started (${signal ?? `code ${code}`}).`,
          {
            detail: fs
              .readFileSync(logFile)
              .subarray(logStart)
              .toString('utf8')
              .slice(-2000),
          },
        ),
      ),
    );
    child.send(facts);
  });
}

/**
 * A handle on the platform that runs from a folder.
 *
 * @param {string} dataDir
 * @returns what is where, and how to stop it or a part of it
 * @throws Failure when none runs
 */
export function connectPlatform(dataDir) {
  const run = findPlatform(dataDir);
  if (!run)
    throw new Failure(
      `no platform runs from ${dataDir}; start it with npm run platform -- up.`,
    );
  return {
    dataDir,
    kubeconfig: path.join(dataDir, 'kubeconfig'),
    argocdFile: path.join(dataDir, 'argocd.json'),
    giteaFile: path.join(dataDir, 'gitea.json'),
    addresses: run.addresses,
    ports: run.ports,
    /** Names of what was started. */
    parts: run.parts,
    /** What was asked for and is not there, with the reason. */
    leftOut: run.leftOut,
    /** Whether it has a network of its own, which only `inside` reaches. */
    netns: run.netns,
    /** The command line that runs a command where the platform is reached. */
    inside: (command, args) =>
      run.netns
        ? inNetworkOf(run.launcher.pid, command, args)
        : { command, args },
    status: () => knock(dataDir, 'status'),
    stopPart: name => knock(dataDir, 'stop', name),
    startPart: name => knock(dataDir, 'start', name),
    restartPart: name => knock(dataDir, 'restart', name),
    stop: () => stopPlatform(dataDir),
  };
}

/**
 * Stops the platform of a folder, or what a killed one left behind.
 *
 * @param {string} dataDir
 * @returns {Promise<{ wasRunning: boolean, leftovers: string[] }>}
 */
export async function stopPlatform(dataDir) {
  const run = findPlatform(dataDir);
  if (run) {
    try {
      await knock(dataDir, 'down');
    } catch {
      // It may be about to end, or stuck: it is ended below in any case.
    }
    await stopProcess(run.launcher, { patience: 30_000 });
  }
  const leftovers = await endLeftovers(dataDir);
  forgetRun(dataDir);
  return { wasRunning: Boolean(run), leftovers };
}

/**
 * Starts a platform and waits until all its parts are ready.
 *
 * @param {PlatformOptions} options
 * @returns a handle, see `connectPlatform`
 * @throws Failure naming the part that did not start, with the end of its log
 */
export async function startPlatform({
  dataDir,
  node = process.execPath,
  only,
  without,
  detached = false,
  say = () => {},
  onStep = () => {},
  ...options
}) {
  if (findPlatform(dataDir))
    throw new Failure(
      `a platform runs from ${dataDir} already; npm run platform -- down stops it.`,
    );
  socketIn(dataDir);
  prepareDataDir(dataDir);
  fs.mkdirSync(path.join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
  const leftovers = await endLeftovers(dataDir);
  if (leftovers.length > 0)
    say(
      `An earlier platform was killed; its ${leftovers.join(
        ', ',
      )} ended now. Nothing is lost.`,
    );
  forgetRun(dataDir);
  const asked = askedParts({ only, without });
  const unknown = binariesOf(asked).filter(name => !options.bin?.[name]);
  const found = await ensureBinaries({ node, wanted: unknown, say });
  const bin = { ...found.bin, ...options.bin };
  const built = startableParts(asked, { bin, missing: found.missing });
  const files = await modulesFor(built.parts);
  const { parts, leftOut } = startableParts(asked, {
    bin,
    missing: [...found.missing, ...files.missing],
  });
  if (parts.length === 0)
    throw new Failure('none of the parts can be started here.', {
      detail: leftOut
        .map(({ name, reason }) => `${name}: ${reason}`)
        .join('\n'),
    });
  const netns = decideNetwork(options.netns ?? 'no');
  const ports = portsFrom(options.portBase ?? (await freePortBase()));
  if (!netns) await requireFree(portsOf(parts, ports));
  const facts = {
    dataDir,
    ports,
    bin,
    parts,
    leftOut,
    netns,
    attached: !detached,
    addresses: addressesOf(ports),
    modules: files.modules,
  };
  try {
    await launch({ facts, node, netns, onStep, detached });
  } catch (error) {
    // Its supervisor may still be ending the other parts, or be gone without having ended them.
    await stopPlatform(dataDir);
    throw error;
  }
  return connectPlatform(dataDir);
}

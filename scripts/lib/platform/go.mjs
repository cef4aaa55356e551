// Finds Go on this machine and runs it, always with an end.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * @typedef {{ file: string, version: string }} Go version such as `1.26.8`
 */

/** @param {string} text what `go version` prints @returns {string | undefined} */
export const goVersionOf = text => /\bgo(\d+\.\d+(?:\.\d+)?)/.exec(text)?.[1];

/** @param {string} version @param {string} least @returns {boolean} */
export function isAtLeast(version, least) {
  const numbers = text => text.split('.').map(Number);
  const [have, want] = [numbers(version), numbers(least)];
  for (let i = 0; i < 3; i += 1) {
    const difference = (have[i] ?? 0) - (want[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function candidates(env) {
  const name = process.platform === 'win32' ? 'go.exe' : 'go';
  const folders = [
    ...(env.PATH ?? '').split(path.delimiter).filter(Boolean),
    ...(env.GOROOT ? [path.join(env.GOROOT, 'bin')] : []),
    // Where Go's own installer puts it; often not on the PATH of whoever starts npm.
    '/usr/local/go/bin',
    path.join(os.homedir(), 'sdk', 'go', 'bin'),
  ];
  return folders.map(folder => path.join(folder, name));
}

/**
 * The newest Go on this machine. `CAIRN_GO` names one, or is empty for none.
 *
 * @param {Record<string, string | undefined>} [env]
 * @returns {Go | undefined}
 */
export function findGo(env = process.env) {
  const files =
    env.CAIRN_GO !== undefined ? [env.CAIRN_GO] : [...new Set(candidates(env))];
  let best;
  for (const file of files) {
    if (!file || !fs.existsSync(file)) continue;
    const { status, stdout } = spawnSync(file, ['version'], {
      encoding: 'utf8',
      env: { ...env, GOTOOLCHAIN: 'local' },
      timeout: 30_000,
    });
    const version = status === 0 ? goVersionOf(stdout) : undefined;
    if (version && (!best || !isAtLeast(best.version, version)))
      best = { file, version };
  }
  return best;
}

/** How many compilers may run at once, and how freely each uses memory. */
export function memoryPlan({ cpus, availableBytes }) {
  const gigabytes = availableBytes / 1e9;
  return {
    // A compiler takes up to 1.5 GB on the largest packages, and the linker of the API server as much.
    parallel: Math.max(1, Math.min(cpus, Math.floor(gigabytes / 2))),
    gogc: gigabytes >= 6 ? 400 : 100,
  };
}

/** @returns {{ parallel: number, gogc: number }} for this machine as it is now */
export const planForThisMachine = () =>
  memoryPlan({
    cpus: os.cpus().length,
    // Knows the limits of a container, which os.freemem does not.
    availableBytes: process.availableMemory?.() ?? os.freemem(),
  });

/** The environment for this machine's own programs, whatever else Go is set up to build here. */
export function goEnvironment(env = process.env) {
  const own = {
    ...env,
    GOTOOLCHAIN: 'local',
    GOWORK: 'off',
    CGO_ENABLED: '0',
    GO111MODULE: 'on',
    GOGC: String(planForThisMachine().gogc),
    // Nothing to be asked for while nobody looks.
    GIT_TERMINAL_PROMPT: '0',
  };
  delete own.GOOS;
  delete own.GOARCH;
  return own;
}

function descendantsOf(pid) {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], {
    encoding: 'utf8',
  })
    .trim()
    .split('\n')
    .map(row => row.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found)
    for (const [child, itsParent] of rows)
      if (itsParent === parent) found.push(child);
  return found;
}

function kill(pid) {
  let pids = [pid];
  try {
    pids = descendantsOf(pid);
  } catch {
    // Without ps the process itself is ended; its compilers end by themselves.
  }
  for (const one of pids) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}

/**
 * Runs Go; after `limit` it and all its children are ended.
 *
 * @param {Go} go
 * @param {string[]} args
 * @param {{ cwd: string, limit: number, onLine?: (row: string) => void, env?: object }} options limit in milliseconds
 * @returns {Promise<{ code: number, stdout: string, stderr: string, cutOff: boolean }>}
 */
export function runGo(go, args, { cwd, limit, onLine = () => {}, env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(go.file, args, {
      cwd,
      env: goEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out = { stdout: '', stderr: '' };
    let cutOff = false;
    const clock = setTimeout(() => {
      cutOff = true;
      kill(child.pid);
    }, limit);
    child.stdout.on('data', chunk => {
      out.stdout += chunk;
    });
    let rest = '';
    child.stderr.on('data', chunk => {
      out.stderr = (out.stderr + chunk).slice(-100_000);
      const rows = (rest + chunk).split('\n');
      rest = rows.pop();
      rows.forEach(onLine);
    });
    child.once('error', error => {
      clearTimeout(clock);
      reject(error);
    });
    child.once('close', code => {
      clearTimeout(clock);
      resolve({ code: code ?? 1, ...out, cutOff });
    });
  });
}

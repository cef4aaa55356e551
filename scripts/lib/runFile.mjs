// Remembers in run.json what was started, so that the next start finds what a killed one left behind.
import fs from 'node:fs';
import path from 'node:path';
import { isAlive, startTime, stopProcess } from './processes.mjs';

/** The order in which leftovers are stopped: whoever uses another goes first. */
const STOP_ORDER = ['backend', 'frontend', 'sandbox', 'postgres'];

const fileIn = dataDir => path.join(dataDir, 'run.json');

function read(dataDir) {
  try {
    return JSON.parse(fs.readFileSync(fileIn(dataDir), 'utf8'));
  } catch {
    return undefined;
  }
}

/** The running Cairn of this data folder, or undefined. */
export function findRunning(dataDir) {
  const run = read(dataDir);
  return run?.launcher && isAlive(run.launcher) ? run : undefined;
}

/**
 * Stops what a killed launcher left behind.
 *
 * @returns {Promise<string[]>} the names of what was stopped
 */
export async function stopLeftovers(dataDir) {
  const children = (read(dataDir)?.children ?? []).filter(isAlive);
  children.sort(
    (a, b) => STOP_ORDER.indexOf(a.name) - STOP_ORDER.indexOf(b.name),
  );
  for (const child of children) {
    await stopProcess(child, {
      signal: child.name === 'postgres' ? 'SIGINT' : 'SIGTERM',
    });
  }
  return children.map(child => child.name);
}

/** The note of this run; every change is on disk before the call returns. */
export class RunFile {
  #dataDir;
  #content;

  /** @param {string} dataDir @param {object} facts shown to a second start */
  constructor(dataDir, facts) {
    this.#dataDir = dataDir;
    this.#content = {
      ...facts,
      launcher: { pid: process.pid, started: startTime(process.pid) },
      children: [],
    };
    this.#write();
  }

  /** @param {string} name @param {number} pid */
  note(name, pid) {
    this.#content.children = [
      ...this.#content.children.filter(child => child.name !== name),
      { name, pid, started: startTime(pid) },
    ];
    this.#write();
  }

  remove() {
    fs.rmSync(fileIn(this.#dataDir), { force: true });
  }

  #write() {
    const temporary = `${fileIn(this.#dataDir)}.${process.pid}`;
    fs.writeFileSync(temporary, `${JSON.stringify(this.#content, null, 2)}\n`, {
      mode: 0o600,
    });
    fs.renameSync(temporary, fileIn(this.#dataDir));
  }
}

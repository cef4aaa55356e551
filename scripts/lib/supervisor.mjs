// Keeps the child processes: starts them in order, restarts what crashes, stops all in reverse.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, line } from './say.mjs';

const KEPT_LOG_BYTES = 5e6;
const LONGEST_PAUSE = 30_000;
const CALM_AFTER = 60_000;

/** Opens a log for appending; what grew large in earlier runs is kept once, as `.old`. */
function openLog(file) {
  if (fs.existsSync(file) && fs.statSync(file).size > KEPT_LOG_BYTES)
    fs.renameSync(file, `${file}.old`);
  return fs.openSync(file, 'a', 0o600);
}

function tail(file, from) {
  const text = fs.readFileSync(file).subarray(from).toString('utf8');
  return text.trimEnd().split('\n').slice(-15).join('\n');
}

function isRunning({ process: running }) {
  return Boolean(
    running?.pid && running.exitCode === null && running.signalCode === null,
  );
}

/**
 * @typedef {object} ChildSpec
 * @property {string} name
 * @property {() => { command: string, args: string[], cwd?: string, env?: object, uid?: number, gid?: number }} command asked for at each start
 * @property {() => Promise<boolean>} isReady asked until it says yes; may throw to give up
 * @property {() => Promise<void>} [beforeStart]
 * @property {NodeJS.Signals} [stopSignal]
 * @property {number} [patience] milliseconds it may take to become ready
 * @property {number} [farewell] milliseconds it may take to stop before it is ended for good
 * @property {string} [follows] a child that cannot be lost without harm: when that one has been started
 *   again and is ready, this one is started again, too
 */

/** Runs the children of one Cairn. */
export class Supervisor {
  #children = [];
  #logDir;
  #onStart;
  #stopping = false;

  /** @param {{ logDir: string, onStart: (name: string, pid: number) => void }} options */
  constructor({ logDir, onStart }) {
    this.#logDir = logDir;
    this.#onStart = onStart;
    fs.mkdirSync(logDir, { recursive: true, mode: 0o700 });
  }

  get stopping() {
    return this.#stopping;
  }

  /** Starts a child and waits until it is ready. @param {ChildSpec} spec */
  async start(spec) {
    const child = { spec, failures: 0, ready: false, restarts: 0 };
    this.#children.push(child);
    await this.#launch(child);
    await this.#untilReady(child);
    child.ready = true;
  }

  /** Stops one child and starts it again, for a changed program. */
  async restart(name) {
    await this.stopOne(name);
    await this.startOne(name);
  }

  /** Stops one child, which then stays stopped until `startOne`. */
  async stopOne(name) {
    const child = this.#find(name);
    child.expected = true;
    await this.#end(child);
  }

  /** Starts a child again that was stopped with `stopOne`; nothing happens while it runs. */
  async startOne(name) {
    const child = this.#find(name);
    child.expected = false;
    if (isRunning(child)) return this.#untilReady(child);
    await this.#launch(child);
    await this.#untilReady(child);
    return this.#restartFollowers(name);
  }

  /**
   * What became of each child so far, in the order of their start.
   *
   * @returns {{ name: string, pid?: number, running: boolean, stopped: boolean, restarts: number, lastExit?: string, logFile?: string }[]}
   *   `stopped`: on purpose; `restarts`: how often it ended by itself and was started again
   */
  states() {
    return this.#children.map(child => ({
      name: child.spec.name,
      pid: child.process?.pid,
      running: isRunning(child),
      stopped: child.expected === true,
      restarts: child.restarts,
      lastExit: child.lastExit,
      logFile: child.logFile,
    }));
  }

  /** Stops all, last started first. */
  async stop() {
    this.#stopping = true;
    for (const child of [...this.#children].reverse()) await this.#end(child);
  }

  #find(name) {
    const child = this.#children.find(({ spec }) => spec.name === name);
    if (!child) throw new Failure(`there is no part called ${name} here.`);
    return child;
  }

  async #launch(child) {
    const { spec } = child;
    child.startedAt = Date.now();
    await spec.beforeStart?.();
    if (this.#stopping) return;
    child.logFile = path.join(this.#logDir, `${spec.name}.log`);
    const log = openLog(child.logFile);
    child.logStart = fs.fstatSync(log).size;
    const { command, args, ...options } = spec.command();
    // In a group of its own: Ctrl-C reaches the launcher alone, which then stops all in order. The
    // log is the child's own file, so that it outlives a killed launcher without harm.
    const running = spawn(command, args, {
      ...options,
      detached: true,
      stdio: ['ignore', log, log],
    });
    fs.closeSync(log);
    child.process = running;
    child.exited = new Promise(resolve => {
      running.once('error', error => {
        child.spawnError = error;
        resolve();
      });
      running.once('exit', (code, signal) => {
        child.exit = signal ?? `code ${code}`;
        resolve();
      });
    });
    child.exit = undefined;
    if (running.pid) this.#onStart(spec.name, running.pid);
    child.exited.then(() => this.#onExit(child, running));
  }

  async #onExit(child, running) {
    if (
      this.#stopping ||
      child.expected ||
      !child.ready ||
      child.process !== running
    )
      return;
    if (Date.now() - child.startedAt > CALM_AFTER) child.failures = 0;
    const pause = Math.min(1000 * 2 ** child.failures, LONGEST_PAUSE);
    child.failures += 1;
    child.lastExit = child.exit ?? child.spawnError?.message;
    line(
      `  ${child.spec.name} ended (${child.lastExit}); starting it again in ${
        pause / 1000
      } s. Log: ${child.logFile}`,
    );
    await sleep(pause);
    // Somebody may have started it by hand meanwhile.
    if (this.#stopping || child.expected || child.process !== running) return;
    child.restarts += 1;
    try {
      await this.#launch(child);
    } catch (error) {
      // What it needs beforehand is not there either; it may be on its way back.
      child.exit = error.message;
      this.#onExit(child, running);
      return;
    }
    try {
      await this.#untilReady(child);
      await this.#restartFollowers(child.spec.name);
    } catch (error) {
      // It ended once more, and is started once more.
      if (!this.#stopping) line(`  ${error.message}`);
    }
  }

  async #restartFollowers(name) {
    const followers = this.#children.filter(
      ({ spec, ready, expected }) =>
        spec.follows === name && ready && !expected,
    );
    for (const { spec } of followers) await this.restart(spec.name);
  }

  async #untilReady(child) {
    const { spec } = child;
    const deadline = Date.now() + (spec.patience ?? 120_000);
    while (!this.#stopping) {
      if (child.exit || child.spawnError) {
        throw new Failure(
          `${spec.name} did not start (${
            child.exit ?? child.spawnError.message
          }). Its log is ${child.logFile}`,
          { detail: tail(child.logFile, child.logStart) },
        );
      }
      if (await spec.isReady()) return;
      if (Date.now() > deadline) {
        throw new Failure(
          `${spec.name} was not ready in time. Its log is ${child.logFile}`,
          { detail: tail(child.logFile, child.logStart) },
        );
      }
      await sleep(100);
    }
    throw new Failure('stopped while starting.');
  }

  async #end(child) {
    if (!isRunning(child)) return;
    const running = child.process;
    running.kill(child.spec.stopSignal ?? 'SIGTERM');
    const forced = setTimeout(
      () => running.kill('SIGKILL'),
      child.spec.farewell ?? 15_000,
    );
    await child.exited;
    clearTimeout(forced);
  }
}

// Knows processes across restarts of the launcher: who is alive, since when, and how to stop them.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

function ps(pid, column) {
  try {
    return (
      execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim() || undefined
    );
  } catch {
    return undefined;
  }
}

/**
 * When a process started, as an opaque text that no other process with the same id will have.
 *
 * @param {number} pid
 * @returns {string | undefined} undefined when there is no such process
 */
export function startTime(pid) {
  if (process.platform !== 'linux') return ps(pid, 'lstart');
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold spaces and brackets: fields are counted from the last bracket (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    const boot = fs
      .readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')
      .trim();
    return `${boot}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** The command line of a process, or undefined. */
export function commandLine(pid) {
  if (process.platform !== 'linux') return ps(pid, 'command');
  try {
    return (
      fs
        .readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        .replaceAll('\0', ' ')
        .trim() || undefined
    );
  } catch {
    return undefined;
  }
}

/** @param {{ pid: number, started: string | undefined }} known as it was noted when it was started */
export function isAlive(known) {
  return known.started !== undefined && startTime(known.pid) === known.started;
}

function signal(known, name) {
  try {
    process.kill(known.pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Stops a process politely and, when it does not listen, for good.
 *
 * @param {{ pid: number, started: string | undefined }} known
 * @param {{ signal?: NodeJS.Signals, patience?: number }} [options] patience in milliseconds
 */
export async function stopProcess(known, options = {}) {
  if (!isAlive(known)) return;
  signal(known, options.signal ?? 'SIGTERM');
  const deadline = Date.now() + (options.patience ?? 10_000);
  while (isAlive(known) && Date.now() < deadline) await sleep(50);
  if (!isAlive(known)) return;
  signal(known, 'SIGKILL');
  while (isAlive(known)) await sleep(50);
}

// What a killed platform left behind: found by its notes and by a mark in each process's environment.
import fs from 'node:fs';
import path from 'node:path';
import { isAlive, startTime, stopProcess } from '../processes.mjs';

const MARK = 'CAIRN_PLATFORM_PART_OF';

/** Stands in the environment of every process of a platform, and of those that they start. */
export const environmentMark = dataDir => ({ [MARK]: dataDir });

/** What was noted of the platform in this folder, whether it runs or not. */
export function readRun(dataDir) {
  try {
    return JSON.parse(fs.readFileSync(path.join(dataDir, 'run.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Processes that carry the mark of this folder: also those that a part started by itself. */
function markedProcesses(dataDir) {
  if (process.platform !== 'linux') return [];
  const wanted = `${MARK}=${dataDir}`;
  return fs
    .readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap(name => {
      try {
        const entries = fs
          .readFileSync(`/proc/${name}/environ`, 'utf8')
          .split('\0');
        if (!entries.includes(wanted)) return [];
        const pid = Number(name);
        return [{ name: 'helper', pid, started: startTime(pid) }];
      } catch {
        // Gone meanwhile, or another user's.
        return [];
      }
    });
}

/**
 * Ends what still runs of a platform whose supervisor is gone.
 *
 * @param {string} dataDir
 * @returns {Promise<string[]>} names of the parts that were ended
 */
export async function endLeftovers(dataDir) {
  const noted = (readRun(dataDir)?.children ?? []).filter(isAlive).reverse();
  for (const child of noted) {
    await stopProcess(child, {
      signal: child.name === 'postgres' ? 'SIGINT' : 'SIGTERM',
      patience: child.name === 'postgres' ? 15_000 : 3000,
    });
  }
  const others = markedProcesses(dataDir).filter(isAlive);
  await Promise.all(
    others.map(child => stopProcess(child, { patience: 3000 })),
  );
  const names = noted.map(child => child.name);
  return others.length > 0 ? [...names, `${others.length} helpers`] : names;
}

/** Removes the notes and what only a running platform has. */
export function forgetRun(dataDir) {
  for (const name of ['run.json', 'control.sock'])
    fs.rmSync(path.join(dataDir, name), { force: true });
}

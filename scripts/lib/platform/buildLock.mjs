// Lets one run at a time build a family, so that two do not do the same work twice.
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, startTime } from '../processes.mjs';

function holderOf(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function take(file) {
  const mine = `${file}.${process.pid}`;
  fs.writeFileSync(
    mine,
    JSON.stringify({ pid: process.pid, started: startTime(process.pid) }),
  );
  try {
    // A link appears whole or not at all, and fails where there is one already.
    fs.linkSync(mine, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(mine, { force: true });
  }
}

/** Thrown when another run holds the lock for too long. */
export class StillLocked extends Error {}

/**
 * Does `work` while no other living process holds the lock.
 *
 * @template T
 * @param {string} file of the lock
 * @param {() => Promise<T>} work
 * @param {{ onWait?: (pid: number) => void, limit?: number }} [options] `limit`: milliseconds to wait
 * @returns {Promise<T>}
 * @throws {StillLocked} after `limit`
 */
export async function withLock(file, work, { onWait, limit = 3_600_000 } = {}) {
  const deadline = Date.now() + limit;
  let told = false;
  while (!take(file)) {
    const holder = holderOf(file);
    if (!holder || !isAlive(holder)) {
      fs.rmSync(file, { force: true });
      continue;
    }
    if (Date.now() > deadline) throw new StillLocked(file);
    if (!told) onWait?.(holder.pid);
    told = true;
    await sleep(500);
  }
  try {
    return await work();
  } finally {
    if (holderOf(file)?.pid === process.pid) fs.rmSync(file, { force: true });
  }
}

// How much memory a process and all it started hold.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

/** @returns {Map<number, { parent: number, kilobytes: number }>} every process of this machine */
function processes() {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], {
    encoding: 'utf8',
  });
  return new Map(
    rows
      .trim()
      .split('\n')
      .map(row => row.trim().split(/\s+/).map(Number))
      .map(([pid, parent, kilobytes]) => [pid, { parent, kilobytes }]),
  );
}

/** What is shared with others counts by its share, where the kernel tells. */
function proportional(pid, resident) {
  try {
    const text = fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? resident);
  } catch {
    return resident;
  }
}

/**
 * @param {number[]} pids
 * @returns {Map<number, number>} bytes held by each with its descendants; pages that several processes
 *   share, such as those of one program in four roles, count once in all
 */
export function memoryOf(pids) {
  const all = processes();
  const childrenOf = new Map();
  for (const [pid, { parent }] of all)
    childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), pid]);
  const family = pid => [
    pid,
    // A part is counted for itself, not for who started it.
    ...(childrenOf.get(pid) ?? [])
      .filter(child => !pids.includes(child))
      .flatMap(family),
  ];
  return new Map(
    pids.map(pid => {
      const kilobytes = family(pid)
        .filter(member => all.has(member))
        .map(member => proportional(member, all.get(member).kilobytes));
      return [pid, kilobytes.reduce((sum, one) => sum + one, 0) * 1024];
    }),
  );
}

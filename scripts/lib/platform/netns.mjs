// A network of the platform's own, in which nothing but the platform and what is sent there runs.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { Failure } from '../say.mjs';

/** An address that is not loopback, for programs that ask for one. */
const ADDRESS = '10.96.255.1/32';
const SET_UP = `ip link set lo up && ip addr add ${ADDRESS} dev lo && exec "$@"`;

/**
 * An ordinary user gets the right to set up the network in a user namespace, where it stays itself:
 * PostgreSQL would not start as a root of any kind.
 */
const isolation = () =>
  process.getuid?.() === 0
    ? ['--net']
    : ['--user', '--map-current-user', '--keep-caps', '--net'];

function tryIt() {
  if (process.platform !== 'linux') return 'this is not Linux';
  const result = spawnSync(
    'unshare',
    [...isolation(), '--', '/bin/sh', '-c', SET_UP, 'sh', 'true'],
    { encoding: 'utf8' },
  );
  if (result.error) return `unshare does not run (${result.error.code})`;
  return result.status === 0 ? undefined : result.stderr.trim().split('\n')[0];
}

/**
 * Whether the platform gets a network namespace.
 *
 * @param {'auto' | 'yes' | 'no'} wish
 * @returns {boolean}
 * @throws Failure when it must and cannot
 */
export function decideNetwork(wish) {
  if (wish === 'no') return false;
  const obstacle = tryIt();
  if (!obstacle) return true;
  if (wish === 'auto') return false;
  throw new Failure(
    `a network namespace is not permitted here (${obstacle}); leave out --netns yes.`,
  );
}

/** The command line that runs a command in a new network. */
export function inNewNetwork(command, args) {
  return {
    command: 'unshare',
    args: [
      ...isolation(),
      '--',
      ...['/bin/sh', '-c', SET_UP, 'sh'],
      command,
      ...args,
    ],
  };
}

/** The command line that runs a command in the network of a running process. */
export function inNetworkOf(pid, command, args) {
  const own = fs.readlinkSync('/proc/self/ns/user');
  const theirs = fs.readlinkSync(`/proc/${pid}/ns/user`);
  return {
    command: 'nsenter',
    args: [
      ...['--target', String(pid), '--net'],
      ...(own === theirs ? [] : ['--user', '--preserve-credentials']),
      '--',
      command,
      ...args,
    ],
  };
}

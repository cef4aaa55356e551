// Decides which Redis serves Argo CD: the machine's own, or our stand-in.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** No Redis server is published as a Go program that is maintained; Argo CD asks little of it. */
const STAND_IN = fileURLToPath(new URL('redisServer.mjs', import.meta.url));

/** @returns {string} the machine's redis-server, or the file of our stand-in */
export function findRedis(env = process.env) {
  const file = (env.PATH ?? '')
    .split(path.delimiter)
    .filter(Boolean)
    .map(folder => path.join(folder, 'redis-server'))
    .find(candidate => fs.existsSync(candidate));
  const runs = file && spawnSync(file, ['--version']).status === 0;
  return runs ? file : STAND_IN;
}

/**
 * How to start it on 127.0.0.1, keeping nothing on disk.
 *
 * @param {{ node?: string, redis: string, port: number, dir: string, password?: string }} options
 *   `redis`: as `findRedis` gave it; `dir`: of its own, for the configuration
 * @returns {string[]} command and arguments
 */
export function redisCommand({
  node = process.execPath,
  redis,
  port,
  dir,
  password,
}) {
  const file = path.join(dir, 'redis.conf');
  fs.mkdirSync(dir, { recursive: true });
  // A file, as other users of the machine can read what is on a command line.
  fs.writeFileSync(
    file,
    [
      'bind 127.0.0.1',
      `port ${port}`,
      'save ""',
      'appendonly no',
      `dir ${JSON.stringify(dir)}`,
      ...(password ? [`requirepass ${password}`] : []),
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  return redis === STAND_IN ? [node, redis, file] : [redis, file];
}

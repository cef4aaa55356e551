import { spawnGit, runGit, GitCommandError } from '../../git/commands/runGit';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { GitHost } from '../../git';
import type { ImportedPull } from '../../git/services/importPulls';
import type { Log } from '../../controllers/runtime';
import { fastImport } from '../repository/fastImport';
import type { Repository } from '../repository/types';
import type { GitDoor } from './GitDoor';

/** How many repositories are pushed at once. */
const AT_ONCE = 2;

/** A repository that is to be there. */
export interface WantedRepository {
  owner: string;
  name: string;
  /** What main is as long as there is nothing in it. */
  empty?: string;
  /** Makes it, when its turn comes. */
  build(): { repository: Repository; pulls: ImportedPull[] };
}

/**
 * Brings repositories to the git host: makes them with `git fast-import` in a
 * folder of its own, then creates and pushes each and imports its pull
 * requests. What an interrupted run left is finished by the next one.
 *
 * @param options.loaded - Called when one is there, with what main is.
 */
export async function loadRepositories(options: {
  wanted: readonly WantedRepository[];
  dataDir: string;
  door: GitDoor;
  importPulls: GitHost['importPulls'];
  loaded(path: string, main: string): Promise<void>;
  log: Log;
  signal: AbortSignal;
}): Promise<void> {
  const { wanted, door, signal } = options;
  if (wanted.length === 0) return;
  const dir = join(options.dataDir, 'demo-work');
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true, mode: 0o700 });
  try {
    await runGit(['init', '--quiet', '--bare', '--template=', '.'], {
      cwd: dir,
    });
    const jobs = await importAll(dir, wanted, signal);
    const work = async () => {
      for (let job = jobs.shift(); job; job = jobs.shift()) {
        signal.throwIfAborted();
        const { owner, name, description, pulls, main } = job;
        await door.createRepository(owner, name, description);
        await pushIfNew(door, dir, job, options.log);
        await options.importPulls(owner, name, pulls);
        await options.loaded(`${owner}/${name}`, main);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

interface Job {
  owner: string;
  name: string;
  description: string;
  prefix: string;
  pulls: ImportedPull[];
  main: string;
}

/** Writes all of them into one local repository, each below a prefix of its own. */
async function importAll(
  dir: string,
  wanted: readonly WantedRepository[],
  signal: AbortSignal,
): Promise<Job[]> {
  const jobs: Job[] = [];
  const child = spawnGit(['fast-import', '--quiet'], { dir });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (stderr.length < 2000) stderr += chunk.toString('utf8');
  });
  // One that ends too early says why itself.
  child.stdin.on('error', () => {});
  const ended = once(child, 'close');
  try {
    for (const { build } of wanted) {
      signal.throwIfAborted();
      const { repository, pulls } = build();
      const { owner, name, description } = repository;
      const prefix = `refs/demo/${owner}/${name}/`;
      for (const part of fastImport(repository, prefix)) {
        if (!child.stdin.write(part)) {
          await Promise.race([once(child.stdin, 'drain'), ended]);
        }
      }
      const main = repository.refs.get('refs/heads/main') ?? '';
      jobs.push({ owner, name, description, prefix, pulls, main });
      await breathe();
    }
  } finally {
    child.stdin.end();
  }
  const [code] = await ended;
  if (code !== 0) {
    throw new GitCommandError('fast-import', code as number, stderr);
  }
  return jobs;
}

/** Pushes; where people have gone on by themselves already, theirs stays. */
async function pushIfNew(
  door: GitDoor,
  dir: string,
  { prefix, owner, name }: Job,
  log: Log,
): Promise<void> {
  try {
    await door.push(dir, prefix, owner, name);
  } catch (error) {
    if (!(error instanceof GitCommandError)) throw error;
    if (!/\[rejected\]/.test(error.stderr)) throw error;
    log('warn', 'A repository of the demo was changed before it was loaded', {
      repository: `${owner}/${name}`,
    });
  }
}

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gitText, GitCommandError, runGit } from '../../../git/commands/runGit';
import { authorization, listRefs, type Refs } from './listRefs';
import type { RepositoryCredentials } from './RepositoryCredentials';
import {
  isCommitSha,
  isTruncatedSha,
  resolveRevision,
} from './resolveRevision';
import { SourceError } from './SourceError';

/** A commit, as people are told of it. */
export type CommitInfo = {
  author: string;
  /** ISO 8601, with the zone it was made in. */
  date: string;
  message: string;
  tags: string[];
};

/** Reads git repositories. */
export interface Repositories {
  /** @throws SourceError, as Argo CD words it */
  resolveRevision(
    repoURL: string,
    revision: string,
    options?: { fresh?: boolean },
  ): Promise<string>;
  /** Paths of all files of a commit. */
  listFiles(repoURL: string, sha: string): Promise<string[]>;
  readFile(repoURL: string, sha: string, path: string): Promise<string>;
  /** Several files at once, in the order asked for. */
  readFiles(repoURL: string, sha: string, paths: string[]): Promise<string[]>;
  /** `undefined` when there is no such commit. */
  commit(repoURL: string, sha: string): Promise<CommitInfo | undefined>;
  /** Forgets the references of a repository. */
  forget(repoURL: string): void;
}

type KnownRefs = { refs: Promise<Refs>; at: number };

/** Fetches repositories with git into bare copies and reads from those. */
export class GitRepositories implements Repositories {
  private readonly known = new Map<string, KnownRefs>();
  private readonly locks = new Map<string, Promise<unknown>>();
  private readonly fetched = new Set<string>();

  constructor(
    private readonly dir: string,
    private readonly credentials: Pick<RepositoryCredentials, 'of'>,
    private readonly revisionCacheMs: number,
  ) {}

  async resolveRevision(
    repoURL: string,
    revision: string,
    options: { fresh?: boolean } = {},
  ): Promise<string> {
    if (isCommitSha(revision)) return revision;
    const refs = await this.refsOf(repoURL, options.fresh ?? false);
    const hash = resolveRevision(refs, revision);
    if (hash) return hash;
    if (isTruncatedSha(revision)) {
      const whole = await this.expand(repoURL, revision);
      if (whole) return whole;
    }
    throw new SourceError(`unable to resolve '${revision}' to a commit SHA`);
  }

  async listFiles(repoURL: string, sha: string): Promise<string[]> {
    const dir = await this.withCommit(repoURL, sha);
    const text = await gitText(['ls-tree', '-r', '-z', '--name-only', sha], {
      dir,
    });
    return text.split('\0').filter(path => path !== '');
  }

  async readFile(repoURL: string, sha: string, path: string): Promise<string> {
    const dir = await this.withCommit(repoURL, sha);
    const text = await runGit(['cat-file', 'blob', `${sha}:${path}`], { dir });
    return text.toString('utf8');
  }

  async readFiles(
    repoURL: string,
    sha: string,
    paths: string[],
  ): Promise<string[]> {
    if (paths.length === 0) return [];
    const dir = await this.withCommit(repoURL, sha);
    const output = await runGit(['cat-file', '--batch'], {
      dir,
      input: paths.map(path => `${sha}:${path}\n`).join(''),
    });
    let at = 0;
    return paths.map(path => {
      const end = output.indexOf('\n', at);
      const size = Number(output.toString('latin1', at, end).split(' ')[2]);
      if (end < 0 || !Number.isInteger(size)) {
        throw new SourceError(`${path}: no such file`);
      }
      at = end + 1 + size + 1;
      return output.toString('utf8', end + 1, end + 1 + size);
    });
  }

  async commit(repoURL: string, sha: string): Promise<CommitInfo | undefined> {
    let dir: string;
    try {
      dir = await this.withCommit(repoURL, sha);
    } catch {
      return undefined;
    }
    const [author = '', date = '', message = ''] = (
      await gitText(['show', '-s', '--format=%an <%ae>%x00%aI%x00%B', sha], {
        dir,
      })
    ).split('\0');
    const tags = await gitText(['tag', '--points-at', sha], { dir });
    return {
      author,
      date,
      message: message.trim(),
      tags: tags.split('\n').filter(tag => tag !== ''),
    };
  }

  forget(repoURL: string): void {
    this.known.delete(repoURL);
  }

  private async refsOf(repoURL: string, fresh: boolean): Promise<Refs> {
    const known = this.known.get(repoURL);
    if (known && !fresh && Date.now() - known.at < this.revisionCacheMs) {
      return known.refs;
    }
    const refs = this.credentials
      .of(repoURL)
      .then(credentials => listRefs(repoURL, credentials));
    const entry = { refs, at: Date.now() };
    this.known.set(repoURL, entry);
    refs.catch(() => {
      if (this.known.get(repoURL) === entry) this.known.delete(repoURL);
    });
    return refs;
  }

  private async expand(repoURL: string, short: string) {
    return this.locked(repoURL, async dir => {
      const find = () =>
        gitText(['rev-parse', '--verify', '--quiet', `${short}^{commit}`], {
          dir,
        }).catch(() => undefined);
      const found = await find();
      if (found) return found;
      await this.fetch(repoURL, dir, []);
      return find();
    });
  }

  /** The folder of the copy, with the commit in it. */
  private async withCommit(repoURL: string, sha: string): Promise<string> {
    const id = `${repoURL} ${sha}`;
    const dir = this.dirOf(repoURL);
    if (this.fetched.has(id) && existsSync(dir)) return dir;
    await this.locked(repoURL, async () => {
      if (await has(dir, sha)) return;
      await this.fetch(repoURL, dir, []);
      // A commit that no branch holds any more, or not yet, can still be asked for.
      if (!(await has(dir, sha))) await this.fetch(repoURL, dir, [sha]);
    });
    if (this.fetched.size > 2000) this.fetched.clear();
    this.fetched.add(id);
    return dir;
  }

  private async fetch(repoURL: string, dir: string, commits: string[]) {
    const credentials = await this.credentials.of(repoURL);
    const header = authorization(credentials);
    const wanted =
      commits.length > 0
        ? commits
        : ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*', '--prune'];
    try {
      await runGit(['fetch', '--quiet', '--no-tags', repoURL, ...wanted], {
        dir,
        // In the environment, because other people may read a command line.
        env: header
          ? {
              GIT_CONFIG_COUNT: '1',
              GIT_CONFIG_KEY_0: 'http.extraHeader',
              GIT_CONFIG_VALUE_0: `Authorization: ${header}`,
            }
          : {},
        settings: credentials?.insecure ? ['http.sslVerify=false'] : [],
      });
    } catch (error) {
      const reason =
        error instanceof GitCommandError ? error.stderr.trim() : String(error);
      throw new SourceError(
        `failed to fetch ${commits[0] ?? 'references'}: ${reason}`,
        'Internal',
      );
    }
  }

  private dirOf(repoURL: string): string {
    const hash = createHash('sha256').update(repoURL).digest('hex');
    return join(this.dir, `${hash.slice(0, 24)}.git`);
  }

  /** One command at a time changes a copy. */
  private locked<T>(
    repoURL: string,
    run: (dir: string) => Promise<T>,
  ): Promise<T> {
    const dir = this.dirOf(repoURL);
    const before = this.locks.get(repoURL) ?? Promise.resolve();
    const result = before
      .catch(() => undefined)
      .then(async () => {
        if (!existsSync(join(dir, 'HEAD'))) {
          await mkdir(dir, { recursive: true, mode: 0o700 });
          await runGit(['init', '--quiet', '--bare', dir]);
        }
        return run(dir);
      });
    this.locks.set(repoURL, result);
    return result;
  }
}

async function has(dir: string, sha: string): Promise<boolean> {
  return runGit(['cat-file', '-e', `${sha}^{commit}`], { dir }).then(
    () => true,
    () => false,
  );
}

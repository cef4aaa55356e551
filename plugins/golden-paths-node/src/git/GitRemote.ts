import { isError, ServiceUnavailableError } from '@backstage/errors';
import git from 'isomorphic-git';
import * as fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GitCredentials } from '../forges/Forge';
import type { FileChange } from './editTree';
import { GitClone, type CommitDetails } from './GitClone';
import { gitFailure, PushRefusedError } from './gitFailure';
import { transport } from './transport';

/** Reads a file of the commit that is being changed; undefined when there is none. @public */
export type ReadFile = (path: string) => Promise<Buffer | undefined>;

const MAX_ATTEMPTS = 5;
const HEADS = 'refs/heads/';

function isRefused(error: unknown): boolean {
  return isError(error) && error instanceof PushRefusedError;
}

/**
 * A repository on another machine, changed by commits made here. Nothing is ever forced: what
 * somebody else has pushed stays.
 *
 * @public
 */
export class GitRemote {
  readonly #url: string;
  readonly #name: string;
  readonly #credentials: GitCredentials;

  static create(options: {
    remoteUrl: string;
    /** For messages, for example `payments/shop at git.example`. */
    name: string;
    credentials: GitCredentials;
  }): GitRemote {
    return new GitRemote(options);
  }

  private constructor(options: {
    remoteUrl: string;
    name: string;
    credentials: GitCredentials;
  }) {
    this.#url = options.remoteUrl;
    this.#name = options.name;
    this.#credentials = options.credentials;
  }

  /** The commits its branches are at. */
  async listBranches(): Promise<Map<string, string>> {
    try {
      const refs = await git.listServerRefs({
        ...transport(this.#credentials),
        url: this.#url,
        prefix: HEADS,
      });
      return new Map(
        refs
          .filter(({ ref }) => ref.startsWith(HEADS))
          .map(({ ref, oid }) => [ref.slice(HEADS.length), oid]),
      );
    } catch (error) {
      throw gitFailure(error, this.#name);
    }
  }

  /** Works on a copy in a folder that is removed afterwards; nothing is in it before it is fetched. */
  async withClone<T>(work: (clone: GitClone) => Promise<T>): Promise<T> {
    const gitdir = await mkdtemp(join(tmpdir(), 'cairn-git-'));
    try {
      await git.init({ fs, gitdir, bare: true });
      await git.addRemote({ fs, gitdir, remote: 'origin', url: this.#url });
      return await work(
        new GitClone({
          gitdir,
          url: this.#url,
          name: this.#name,
          credentials: this.#credentials,
        }),
      );
    } finally {
      await rm(gitdir, { recursive: true, force: true });
    }
  }

  /**
   * Pushes a first commit with these files to branches, in order. A branch that is there keeps what it
   * has.
   *
   * @returns the commit the first of the branches is at.
   */
  async pushFirst(options: {
    files: readonly FileChange[];
    branches: readonly string[];
    details: CommitDetails;
  }): Promise<string> {
    const { files, branches, details } = options;
    const present = await this.listBranches();
    return this.withClone(async clone => {
      const commit = await clone.commit({ changes: files, details });
      for (const branch of branches) {
        if (!present.has(branch)) {
          await clone.push(commit, branch);
          present.set(branch, commit);
        }
      }
      return present.get(branches[0]) ?? commit;
    });
  }

  /**
   * Commits changes on top of a branch. When somebody else was faster, it is done again on top of
   * theirs.
   *
   * @param options.edit - What to change, given what is there; no changes make no commit.
   * @param options.target - Another branch to push to, made at this commit; the branch itself when
   * left out.
   * @returns the commit that has the changes, and whether it was made here.
   * @throws NotFoundError when there is no such branch
   */
  async change(options: {
    branch: string;
    target?: string;
    details: CommitDetails;
    edit: (read: ReadFile) => Promise<readonly FileChange[]>;
  }): Promise<{ commit: string; changed: boolean }> {
    const { branch, target = branch, details, edit } = options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.withClone(async clone => {
          const parent = await clone.fetch(branch, { depth: 1 });
          const changes = await edit(path => clone.readFile(parent, path));
          const commit = await clone.commit({ parent, changes, details });
          const changed = commit !== parent;
          if (changed) {
            await clone.push(commit, target);
          }
          return { commit, changed };
        });
      } catch (error) {
        if (!isRefused(error)) {
          throw error;
        }
        if (attempt === MAX_ATTEMPTS) {
          throw new ServiceUnavailableError(
            `${
              this.#name
            } did not take the change ${MAX_ATTEMPTS} times: others push to it all the time, or a rule forbids it. Try again, or ask the platform team.`,
            error,
          );
        }
      }
    }
  }
}

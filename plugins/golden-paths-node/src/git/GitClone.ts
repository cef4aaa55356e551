import { NotFoundError } from '@backstage/errors';
import git, { Errors } from 'isomorphic-git';
import * as fs from 'node:fs';
import type { GitCredentials } from '../forges/Forge';
import type { RenderedFile } from '../types';
import { editTree, type FileChange } from './editTree';
import { gitFailure, PushRefusedError } from './gitFailure';
import { transport } from './transport';

/** Somebody as git writes them. @public */
export interface GitPerson {
  name: string;
  email: string;
}

/** What a commit says; with the same details and files, it is the same commit. @public */
export interface CommitDetails {
  message: string;
  author: GitPerson;
  committer: GitPerson;
  date: Date;
}

const HEADS = 'refs/heads/';
const MAX_FILES = 20_000;

/**
 * A copy of a repository's history in a folder, without any file checked out.
 *
 * @public
 */
export class GitClone {
  readonly #gitdir: string;
  readonly #url: string;
  readonly #name: string;
  readonly #credentials: GitCredentials;

  /** @internal */
  constructor(options: {
    gitdir: string;
    url: string;
    name: string;
    credentials: GitCredentials;
  }) {
    this.#gitdir = options.gitdir;
    this.#url = options.url;
    this.#name = options.name;
    this.#credentials = options.credentials;
  }

  /**
   * Brings a branch here.
   *
   * @param options.depth - How many commits; all of them when left out.
   * @returns the commit it is at.
   * @throws NotFoundError when there is no such branch
   */
  async fetch(
    branch: string,
    options: { depth?: number } = {},
  ): Promise<string> {
    try {
      const { fetchHead } = await git.fetch({
        ...transport(this.#credentials),
        fs,
        gitdir: this.#gitdir,
        url: this.#url,
        ref: branch,
        remoteRef: branch,
        singleBranch: true,
        tags: false,
        ...options,
      });
      if (fetchHead) {
        return fetchHead;
      }
    } catch (error) {
      throw gitFailure(error, this.#name);
    }
    throw new NotFoundError(`${this.#name} has no branch ${branch}.`);
  }

  /** The commits up to one, the newest first. */
  async log(
    commit: string,
    options: { limit: number },
  ): Promise<{ commit: string; message: string }[]> {
    const entries = await git.log({
      fs,
      gitdir: this.#gitdir,
      ref: commit,
      depth: options.limit,
    });
    return entries.map(({ oid, commit: { message } }) => ({
      commit: oid,
      message,
    }));
  }

  /** A file of a commit; undefined when there is none. */
  async readFile(commit: string, path: string): Promise<Buffer | undefined> {
    try {
      const { blob } = await git.readBlob({
        fs,
        gitdir: this.#gitdir,
        oid: commit,
        filepath: path,
      });
      return Buffer.from(blob);
    } catch (error) {
      if (
        error instanceof Errors.NotFoundError ||
        error instanceof Errors.ObjectTypeError
      ) {
        return undefined;
      }
      throw error;
    }
  }

  /** Every file of a commit; links and submodules are left out. */
  async readTree(commit: string): Promise<RenderedFile[]> {
    const files: RenderedFile[] = [];
    const gitdir = this.#gitdir;
    const walk = async (oid: string, prefix: string): Promise<void> => {
      const { tree } = await git.readTree({ fs, gitdir, oid });
      for (const entry of tree) {
        const path = `${prefix}${entry.path}`;
        if (entry.type === 'tree') {
          await walk(entry.oid, `${path}/`);
        } else if (entry.mode === '100644' || entry.mode === '100755') {
          if (files.length === MAX_FILES) {
            throw new RangeError(
              `${this.#name} has more than ${MAX_FILES} files.`,
            );
          }
          const { blob } = await git.readBlob({ fs, gitdir, oid: entry.oid });
          const executable = entry.mode === '100755';
          files.push({ path, content: Buffer.from(blob), executable });
        }
      }
    };
    await walk(commit, '');
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /**
   * Commits changes on top of a commit, or as a first commit. It is not pushed.
   *
   * @returns the new commit; the parent itself when nothing changes.
   */
  async commit(options: {
    parent?: string;
    /** Further parents, for a merge. */
    merged?: readonly string[];
    changes: readonly FileChange[];
    details: CommitDetails;
  }): Promise<string> {
    const { parent, merged = [], changes, details } = options;
    const gitdir = this.#gitdir;
    const base =
      parent === undefined
        ? undefined
        : (await git.readCommit({ fs, gitdir, oid: parent })).commit.tree;
    const tree =
      (await editTree(gitdir, base, changes)) ??
      (await git.writeTree({ fs, gitdir, tree: [] }));
    if (parent !== undefined && tree === base && merged.length === 0) {
      return parent;
    }
    const { author, committer, date, message } = details;
    const at = {
      timestamp: Math.floor(date.getTime() / 1000),
      timezoneOffset: 0,
    };
    return git.writeCommit({
      fs,
      gitdir,
      commit: {
        message: message.endsWith('\n') ? message : `${message}\n`,
        tree,
        parent: parent === undefined ? [] : [parent, ...merged],
        author: { ...author, ...at },
        committer: { ...committer, ...at },
      },
    });
  }

  /**
   * Has a branch of the remote point to a commit of here, if that loses nothing.
   *
   * @throws PushRefusedError when somebody else has pushed to it.
   */
  async push(commit: string, branch: string): Promise<void> {
    const ref = `${HEADS}${branch}`;
    const gitdir = this.#gitdir;
    await git.writeRef({ fs, gitdir, ref, value: commit, force: true });
    try {
      const { ok, refs } = await git.push({
        ...transport(this.#credentials),
        fs,
        gitdir,
        url: this.#url,
        ref,
        remoteRef: ref,
      });
      if (!ok || Object.values(refs).some(it => !it.ok)) {
        throw new PushRefusedError(`${this.#name} did not take the push.`);
      }
    } catch (error) {
      throw gitFailure(error, this.#name);
    }
  }
}

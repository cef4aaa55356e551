import { commitFiles, type FileWrite } from '../commands/commitFiles';
import type { Signature } from '../commands/commits';
import { isRefName, isTreePath } from '../commands/names';
import { commitAt, moveRef } from '../commands/refs';
import { findEntry } from '../commands/trees';
import { type Account, type RefUpdate, type Repository, ZERO } from '../types';
import { afterUpdates } from './afterUpdates';
import { directoryOf, HostError, type HostContext } from './HostContext';

/** One change to one file. */
export interface ContentChange {
  operation: 'create' | 'update' | 'upload' | 'delete' | 'rename';
  path: string;
  content?: Buffer;
  /** The blob that is replaced or removed; the change is refused for another. */
  sha?: string;
  fromPath?: string;
}

/** A commit that is to be made through the API. */
export interface ContentWrite {
  changes: ContentChange[];
  branch?: string;
  newBranch?: string;
  message?: string;
  author?: Partial<Signature>;
  committer?: Partial<Signature>;
}

/** How often a write is begun anew when a push comes in between. */
const TRIES = 5;

/**
 * Commits changes to files on a branch.
 *
 * @returns the id of the new commit
 * @throws HostError 404 for an unknown branch or file, 409 for a branch that
 * exists, 422 for a path, an existing file or a blob that does not fit
 */
export async function writeContents(
  host: HostContext,
  repository: Repository,
  person: Account,
  write: ContentWrite,
): Promise<string> {
  const dir = directoryOf(host, repository);
  const branch = write.branch || repository.defaultBranch;
  const target = write.newBranch || branch;
  for (const name of [branch, target]) {
    if (!isRefName(name)) throw new HostError(422, `Invalid branch: ${name}`);
  }
  const self = { name: person.fullName || person.name, email: person.email };
  const update = await host.locks.run(dir, async (): Promise<RefUpdate> => {
    for (let tried = 0; tried < TRIES; tried++) {
      const parent = await commitAt(dir, `refs/heads/${branch}`);
      if (!parent && (await commitAt(dir, 'HEAD'))) {
        throw new HostError(
          404,
          `branch does not exist [repo_id: ${repository.id} name: ${branch}]`,
        );
      }
      if (target !== branch && (await commitAt(dir, `refs/heads/${target}`))) {
        throw new HostError(422, `branch already exists [name: ${target}]`);
      }
      const files: FileWrite[] = [];
      for (const change of write.changes) {
        files.push(...(await filesOf(dir, parent, change)));
      }
      const author = { ...self, ...write.author };
      const sha = await commitFiles(dir, {
        parent,
        files,
        message: write.message || defaultMessage(write.changes),
        author,
        committer: { ...self, ...write.committer },
      });
      const before = target === branch ? parent ?? ZERO : ZERO;
      const ref = `refs/heads/${target}`;
      if (await moveRef(dir, ref, sha, before)) {
        return { ref, before, after: sha };
      }
    }
    throw new HostError(409, `The branch ${target} keeps moving; try again.`);
  });
  await afterUpdates(host, repository, person, [update]);
  return update.after;
}

function defaultMessage(changes: ContentChange[]): string {
  const [first] = changes;
  const word =
    { create: 'Add', delete: 'Delete' }[first?.operation as string] ?? 'Update';
  return `${word} ${changes.map(change => change.path).join(', ')}`;
}

async function filesOf(
  dir: string,
  parent: string | undefined,
  change: ContentChange,
): Promise<FileWrite[]> {
  const { path, operation } = change;
  const from = change.fromPath || path;
  for (const each of [path, from]) {
    if (!isTreePath(each)) {
      throw new HostError(
        422,
        `path contains a malformed path component [path: ${each}]`,
      );
    }
  }
  const found = parent ? await findEntry(dir, parent, from) : undefined;
  // Without the blob that is to be replaced, a change can only be a new file.
  const isNew =
    operation === 'create' ||
    (operation === 'update' && !change.sha && !change.fromPath);
  if (isNew) {
    if (found) {
      throw new HostError(
        422,
        `repository file already exists [path: ${path}]`,
      );
    }
    return [{ path, content: change.content ?? Buffer.alloc(0) }];
  }
  if (operation === 'upload' && !found) {
    return [{ path, content: change.content ?? Buffer.alloc(0) }];
  }
  if (!found || found.type !== 'blob') {
    throw new HostError(404, `object does not exist [id: , rel_path: ${from}]`);
  }
  if (change.sha && change.sha !== found.sha) {
    throw new HostError(
      422,
      `sha does not match [given: ${change.sha}, expected: ${found.sha}]`,
    );
  }
  if (operation === 'delete') return [{ path, content: undefined }];
  return [
    ...(from === path ? [] : [{ path: from, content: undefined }]),
    { path, content: change.content ?? Buffer.alloc(0), mode: found.mode },
  ];
}

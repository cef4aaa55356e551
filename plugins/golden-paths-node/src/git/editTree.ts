import git, { type TreeEntry } from 'isomorphic-git';
import * as fs from 'node:fs';

/** A file to write or, without content, to remove. @public */
export interface FileChange {
  /** From the repository's root, parts separated by `/`. */
  path: string;
  content?: Buffer;
  executable?: boolean;
}

function groupByFolder(changes: readonly FileChange[]) {
  const files: FileChange[] = [];
  const folders = new Map<string, FileChange[]>();
  for (const change of changes) {
    const [first, ...rest] = change.path.split('/');
    if (rest.length === 0) {
      files.push(change);
    } else {
      const inside = folders.get(first) ?? [];
      inside.push({ ...change, path: rest.join('/') });
      folders.set(first, inside);
    }
  }
  return { files, folders };
}

/**
 * Writes a tree that is another one with changes, without any file on disk.
 *
 * @param base - The tree to change; none for a new one.
 * @returns the id of the new tree; undefined when nothing is left in it.
 */
export async function editTree(
  gitdir: string,
  base: string | undefined,
  changes: readonly FileChange[],
): Promise<string | undefined> {
  const entries = new Map<string, TreeEntry>();
  if (base !== undefined) {
    const { tree } = await git.readTree({ fs, gitdir, oid: base });
    for (const entry of tree) {
      entries.set(entry.path, entry);
    }
  }
  const { files, folders } = groupByFolder(changes);
  for (const { path, content, executable } of files) {
    if (content === undefined) {
      entries.delete(path);
    } else {
      const oid = await git.writeBlob({ fs, gitdir, blob: content });
      const mode = executable ? '100755' : '100644';
      entries.set(path, { path, oid, mode, type: 'blob' });
    }
  }
  for (const [path, inside] of folders) {
    const present = entries.get(path);
    const below = present?.type === 'tree' ? present.oid : undefined;
    const oid = await editTree(gitdir, below, inside);
    if (oid === undefined) {
      entries.delete(path);
    } else {
      entries.set(path, { path, oid, mode: '040000', type: 'tree' });
    }
  }
  if (entries.size === 0) {
    return undefined;
  }
  return git.writeTree({ fs, gitdir, tree: [...entries.values()] });
}

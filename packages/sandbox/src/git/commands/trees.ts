import { GitCommandError, gitText, runGit, spawnGit } from './runGit';

/** An entry of a folder. */
export interface TreeEntry {
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  sha: string;
  /** In bytes; 0 for what is no file. */
  size: number;
  /** Path from the root of the repository. */
  path: string;
}

/**
 * What a folder holds.
 *
 * @param path - Without slashes at its ends; empty for the root.
 */
export async function listTree(
  dir: string,
  treeish: string,
  path = '',
  recursive = false,
): Promise<TreeEntry[]> {
  const out = await gitText(
    [
      'ls-tree',
      '-z',
      '-l',
      '--full-tree',
      ...(recursive ? ['-r', '-t'] : []),
      treeish,
      '--',
      ...(path ? [`${path}/`] : []),
    ],
    { dir, env: { GIT_LITERAL_PATHSPECS: '1' } },
  );
  return out.split('\u0000').filter(Boolean).map(parseEntry);
}

function parseEntry(line: string): TreeEntry {
  const tab = line.indexOf('\t');
  const [mode = '', type = '', sha = '', size = ''] = line
    .slice(0, tab)
    .split(/ +/);
  return {
    mode,
    type: type as TreeEntry['type'],
    sha,
    size: Number(size) || 0,
    path: line.slice(tab + 1),
  };
}

/** One file or folder by its path; `undefined` when there is none. */
export async function findEntry(
  dir: string,
  treeish: string,
  path: string,
): Promise<TreeEntry | undefined> {
  const out = await gitText(
    ['ls-tree', '-z', '-l', '--full-tree', treeish, '--', path],
    { dir, env: { GIT_LITERAL_PATHSPECS: '1' } },
  );
  const line = out.split('\u0000')[0];
  if (!line) return undefined;
  const entry = parseEntry(line);
  return entry.path === path ? entry : undefined;
}

/** A file's content by the id of its blob; `undefined` when there is no such blob. */
export async function readBlob(
  dir: string,
  sha: string,
): Promise<Buffer | undefined> {
  try {
    return await runGit(['cat-file', 'blob', sha], { dir });
  } catch (error) {
    if (error instanceof GitCommandError) return undefined;
    throw error;
  }
}

/** A packed copy of a commit's files under one folder, as a running process. */
export function spawnArchive(
  dir: string,
  options: { commit: string; format: 'tar.gz' | 'zip'; prefix: string },
) {
  return spawnGit(
    [
      'archive',
      `--format=${options.format}`,
      `--prefix=${options.prefix}/`,
      options.commit,
    ],
    { dir },
  );
}

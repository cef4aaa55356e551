import { InputError } from '@backstage/errors';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { RenderedFile } from '../types';

const EXECUTABLE = 0o111;

/**
 * Reads every file of a folder, by path.
 *
 * @throws InputError for a symbolic link: what it points to is no part of the skeleton.
 */
export async function readSkeleton(dir: string): Promise<RenderedFile[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files: RenderedFile[] = [];
  for (const entry of entries) {
    const absolute = join(entry.parentPath, entry.name);
    const path = relative(dir, absolute).split(sep).join('/');
    if (entry.isSymbolicLink()) {
      throw new InputError(
        `The skeleton has a symbolic link, ${path}. Put a file in its place.`,
      );
    }
    if (entry.isFile()) {
      const [content, { mode }] = await Promise.all([
        readFile(absolute),
        stat(absolute),
      ]);
      files.push({ path, content, executable: (mode & EXECUTABLE) !== 0 });
    }
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RenderedFile } from '../types';

/**
 * Writes files into a folder, in place of those of the same name.
 *
 * @public
 */
export async function writeFiles(
  dir: string,
  files: readonly RenderedFile[],
): Promise<void> {
  for (const { path, content, executable } of files) {
    const target = resolveSafeChildPath(dir, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content, { mode: executable ? 0o755 : 0o644 });
  }
}

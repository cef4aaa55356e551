import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Signature } from './commits';
import { gitText, runGit } from './runGit';

/** A file to write (with content) or to remove (without). */
export interface FileWrite {
  path: string;
  content: Buffer | undefined;
  mode?: string;
}

/** The environment that names the author and the committer. */
export function signatureEnvironment(
  author: Partial<Signature> & Pick<Signature, 'name' | 'email'>,
  committer = author,
): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    ...(author.date && { GIT_AUTHOR_DATE: author.date }),
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    ...(committer.date && { GIT_COMMITTER_DATE: committer.date }),
  };
}

/**
 * Makes a commit of a parent's files with some changed, by way of an index of
 * its own. No reference is moved.
 *
 * @returns the id of the new commit
 */
export async function commitFiles(
  dir: string,
  options: {
    parent: string | undefined;
    files: FileWrite[];
    message: string;
    author: Partial<Signature> & Pick<Signature, 'name' | 'email'>;
    committer?: Partial<Signature> & Pick<Signature, 'name' | 'email'>;
  },
): Promise<string> {
  const index = join(dir, `index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    if (options.parent) {
      await runGit(['read-tree', options.parent], { dir, env });
    } else {
      await runGit(['read-tree', '--empty'], { dir, env });
    }
    const lines: string[] = [];
    for (const file of options.files) {
      if (file.content === undefined) {
        lines.push(`0 ${'0'.repeat(40)}\t${file.path}\u0000`);
        continue;
      }
      const sha = await gitText(['hash-object', '-w', '--stdin'], {
        dir,
        input: file.content,
      });
      lines.push(`${file.mode ?? '100644'} ${sha}\t${file.path}\u0000`);
    }
    await runGit(['update-index', '-z', '--index-info'], {
      dir,
      env,
      input: lines.join(''),
    });
    const tree = await gitText(['write-tree'], { dir, env });
    return await gitText(
      ['commit-tree', tree, ...(options.parent ? ['-p', options.parent] : [])],
      {
        dir,
        input: options.message.endsWith('\n')
          ? options.message
          : `${options.message}\n`,
        env: signatureEnvironment(options.author, options.committer),
      },
    );
  } finally {
    await rm(index, { force: true });
    await rm(`${index}.lock`, { force: true });
  }
}

import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { signatureEnvironment } from './commitFiles';
import { GitCommandError, gitText, runGit } from './runGit';

/** How a pull request's commits come to the base. */
export type MergeStyle =
  | 'merge'
  | 'rebase'
  | 'rebase-merge'
  | 'squash'
  | 'fast-forward-only';

/** The two branches do not fit together without a person's help. */
export class MergeConflictError extends Error {
  constructor() {
    super('The branches change the same lines');
    this.name = 'MergeConflictError';
  }
}

/**
 * Brings a head's commits to a base in a worktree of their own and answers the
 * commit that the base is to move to. No reference is moved.
 *
 * @throws MergeConflictError when git cannot merge them
 */
export async function mergeCommits(options: {
  dir: string;
  /** Folder for worktrees. */
  workDir: string;
  style: MergeStyle;
  base: string;
  head: string;
  message: string;
  person: { name: string; email: string };
}): Promise<string> {
  const { dir, style, base, head, message, person } = options;
  const cwd = join(options.workDir, randomUUID());
  const env = signatureEnvironment(person);
  const rebasing = style === 'rebase' || style === 'rebase-merge';
  const start = rebasing ? head : base;
  await runGit(['worktree', 'add', '--quiet', '--detach', cwd, start], { dir });
  try {
    if (rebasing) {
      const { GIT_COMMITTER_NAME, GIT_COMMITTER_EMAIL } = env;
      await runGit(['rebase', '--quiet', base], {
        cwd,
        env: {
          GIT_COMMITTER_NAME: GIT_COMMITTER_NAME ?? '',
          GIT_COMMITTER_EMAIL: GIT_COMMITTER_EMAIL ?? '',
        },
      });
      if (style === 'rebase-merge') {
        const rebased = await gitText(['rev-parse', 'HEAD'], { cwd });
        await runGit(['checkout', '--quiet', '--detach', base], { cwd });
        await mergeInto(cwd, rebased, message, env);
      }
    } else if (style === 'fast-forward-only') {
      await runGit(['merge', '--quiet', '--ff-only', head], { cwd });
    } else if (style === 'squash') {
      await runGit(['merge', '--quiet', '--squash', head], { cwd, env });
      await runGit(['commit', '--quiet', '--allow-empty', '-F', '-'], {
        cwd,
        env,
        input: message,
      });
    } else {
      await mergeInto(cwd, head, message, env);
    }
    return await gitText(['rev-parse', 'HEAD'], { cwd });
  } catch (error) {
    if (error instanceof GitCommandError) {
      const unmerged = await gitText(['ls-files', '--unmerged'], { cwd });
      if (
        unmerged ||
        /unrelated histories|Not possible to fast-forward/.test(error.stderr)
      ) {
        throw new MergeConflictError();
      }
    }
    throw error;
  } finally {
    await runGit(['worktree', 'remove', '--force', '--force', cwd], {
      dir,
    }).catch(() => rm(cwd, { recursive: true, force: true }));
  }
}

async function mergeInto(
  cwd: string,
  head: string,
  message: string,
  env: Record<string, string>,
): Promise<void> {
  await runGit(['merge', '--quiet', '--no-ff', '--no-commit', head], {
    cwd,
    env,
  });
  await runGit(['commit', '--quiet', '--allow-empty', '-F', '-'], {
    cwd,
    env,
    input: message,
  });
}

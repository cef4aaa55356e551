import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A git repository in a folder of this computer. */
export class GitFolder {
  private constructor(readonly dir: string) {}

  static async create(dir: string): Promise<GitFolder> {
    await mkdir(dir, { recursive: true });
    const made = new GitFolder(dir);
    await made.git('init', '--quiet', '--initial-branch=main');
    return made;
  }

  get url(): string {
    return `file://${this.dir}`;
  }

  async git(...args: string[]): Promise<string> {
    const { stdout } = await run(
      'git',
      ['-c', 'user.name=dev', '-c', 'user.email=dev@example.com', ...args],
      {
        cwd: this.dir,
        env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' },
      },
    );
    return stdout.trim();
  }

  /** Commits files; `undefined` removes one. @returns the commit */
  async commit(
    message: string,
    files: Record<string, string | undefined>,
  ): Promise<string> {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.dir, name);
      if (content === undefined) {
        await rm(path);
      } else {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, content);
      }
    }
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--allow-empty', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }
}

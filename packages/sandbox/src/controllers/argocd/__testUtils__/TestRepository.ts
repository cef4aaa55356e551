import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitText } from '../../../git/commands/runGit';

const IDENTITY = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@cairn.example',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@cairn.example',
};

/** A bare git repository on the disk. */
export class TestRepository {
  private readonly files = new Map<string, string>();

  private constructor(private readonly folder: string) {}

  static async create(): Promise<TestRepository> {
    const folder = await mkdtemp(join(tmpdir(), 'cairn-argo-'));
    const made = new TestRepository(folder);
    await gitText(['init', '--quiet', '--bare', '-b', 'main', made.dir]);
    return made;
  }

  get dir(): string {
    return join(this.folder, 'repo.git');
  }

  get url(): string {
    return `file://${this.dir}`;
  }

  /**
   * Commits to main.
   *
   * @param changes - Contents by path; `null` removes a file.
   * @returns the commit's hash
   */
  async commit(changes: Record<string, string | null>): Promise<string> {
    for (const [path, content] of Object.entries(changes)) {
      if (content === null) this.files.delete(path);
      else this.files.set(path, content);
    }
    const entries: string[] = [];
    for (const [path, content] of this.files) {
      const blob = await this.git(['hash-object', '-w', '--stdin'], content);
      entries.push(`100644 ${blob}\t${path}`);
    }
    const env = { GIT_INDEX_FILE: join(this.folder, 'index') };
    await rm(env.GIT_INDEX_FILE, { force: true });
    const input = entries.map(entry => `${entry}\n`).join('');
    await this.git(['update-index', '--add', '--index-info'], input, env);
    const tree = await this.git(['write-tree'], '', env);
    const parent = await this.git(['rev-parse', '--verify', 'main']).catch(
      () => undefined,
    );
    const sha = await this.git([
      'commit-tree',
      tree,
      ...(parent ? ['-p', parent] : []),
      '-m',
      'Change manifests',
    ]);
    await this.git(['update-ref', 'refs/heads/main', sha]);
    return sha;
  }

  /** Makes an annotated tag. */
  async tag(name: string, sha: string): Promise<void> {
    await this.git(['tag', '-a', '-m', name, name, sha]);
  }

  /** Moves it away, or back. */
  async hide(hidden: boolean): Promise<void> {
    const other = join(this.folder, 'away.git');
    await (hidden ? rename(this.dir, other) : rename(other, this.dir));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private git(
    args: string[],
    input = '',
    env: Record<string, string> = {},
  ): Promise<string> {
    return gitText(args, {
      dir: this.dir,
      input,
      env: { ...IDENTITY, ...env },
    });
  }
}

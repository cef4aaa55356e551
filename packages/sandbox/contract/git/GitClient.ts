import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { GitTarget } from './GitTarget';

const run = promisify(execFile);
const REPOSITORY = 'payments/shop';
const DATE = '2026-01-02T03:04:05Z';

/** The stock git client against a host, with one clone. */
export class GitClient {
  private constructor(
    private readonly target: GitTarget,
    private readonly folder: string,
  ) {}

  static async start(target: GitTarget): Promise<GitClient> {
    const folder = await mkdtemp(join(tmpdir(), 'cairn-contract-git-'));
    return new GitClient(target, folder);
  }

  async stop(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Runs git. @throws with what it says if it fails */
  async git(...args: string[]): Promise<string> {
    const identity = ['user.name=Ada', 'user.email=ada@cairn.example'];
    const { stdout } = await run(
      'git',
      [...identity.flatMap(each => ['-c', each]), ...args],
      {
        cwd: this.folder,
        env: {
          ...process.env,
          GIT_CONFIG_GLOBAL: '/dev/null',
          GIT_TERMINAL_PROMPT: '0',
          GIT_AUTHOR_DATE: DATE,
          GIT_COMMITTER_DATE: DATE,
          LC_ALL: 'C',
        },
      },
    );
    return stdout.trim();
  }

  /** Runs git and records under the check how it ended and what it was told. */
  async attempt(check: string, ...args: string[]): Promise<number> {
    let code = 0;
    let said = '';
    try {
      await this.git(...args);
    } catch (error) {
      const failure = error as { code?: number; stderr?: string };
      code = failure.code ?? 1;
      said = failure.stderr ?? String(error);
    }
    const lines = said
      .split('\n')
      .filter(line => /error|rejected|fatal|remote:/.test(line))
      .map(line => line.replace(/\/\/[^@/]*@/, '//').trimEnd());
    this.target.answers.record(`git ${check}`, { code, lines });
    return code;
  }

  /** Writes a file and commits all there is. */
  async commit(file: string, text: string, message: string): Promise<void> {
    await writeFile(join(this.folder, file), text);
    await this.git('add', '.');
    await this.git('commit', '-qm', message);
  }

  /** A branch of its own from what the host has as main, with one commit, pushed. */
  async branch(
    name: string,
    file: string,
    text: string,
    message: string,
  ): Promise<void> {
    await this.git('fetch', '-q', 'origin');
    await this.git('checkout', '-q', '-B', name, 'origin/main');
    await this.commit(file, text, message);
    await this.git('push', '-q', 'origin', name);
  }

  /** Clones, pushes, and tries what is refused. @returns how each attempt ended */
  async pushAndBeRefused(): Promise<Record<string, boolean>> {
    const remote = (who: string, path = REPOSITORY) =>
      this.target.remote(who, path);
    const open = `${this.target.url}/${REPOSITORY}.git`;
    const wrong = open.replace('//', '//ada:no@');
    const ended: Record<string, boolean> = {};
    const attempt = async (check: string, ...args: string[]) => {
      ended[check] = (await this.attempt(check, ...args)) === 0;
    };
    await attempt('clone', 'clone', '-q', remote('carla'), '.');
    await this.commit('ünï "q".txt', 'odd\n', 'Odd');
    await this.git('tag', '-a', 'v1', '-m', 'First');
    await this.git('tag', 'light');
    const heads = ['HEAD:main', 'HEAD:other', 'v1', 'light'];
    await attempt('push', 'push', '-q', 'origin', ...heads);
    await this.git('commit', '-q', '--amend', '-m', 'Rewritten');
    await attempt('push of another past', 'push', 'origin', 'HEAD:main');
    await attempt('delete of the default branch', 'push', 'origin', ':main');
    await attempt('push of a stranger', 'push', remote('ben'), 'HEAD:x');
    await attempt('push of nobody', 'push', open, 'HEAD:x');
    await attempt('push with a wrong password', 'push', wrong, 'HEAD:x');
    const nowhere = remote('ada', 'payments/none');
    await attempt('list of what is not there', 'ls-remote', nowhere);
    const hidden = remote('ben', 'payments/secret');
    await attempt('list of what is private', 'ls-remote', hidden);
    await this.git('fetch', '-q', 'origin');
    await this.git('reset', '-q', '--hard', 'origin/main');
    return ended;
  }
}

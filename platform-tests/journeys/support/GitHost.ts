import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A repository on a git host. */
export interface RepositoryName {
  owner: string;
  repo: string;
}

/** A Gitea, or what answers like one: its REST API, and git over HTTP. */
export class GitHost {
  constructor(
    /** What it is called in the tests' names. */
    readonly title: string,
    readonly url: string,
    readonly user: string,
    readonly token: string,
  ) {}

  /** As `integrations.gitea` and a template's `repoUrl` name it. */
  get host(): string {
    return new URL(this.url).host;
  }

  /** Where a repository is cloned from. */
  cloneUrl({ owner, repo }: RepositoryName): string {
    return `${this.url}/${owner}/${repo}.git`;
  }

  async call<T = Record<string, unknown>>(
    method: string,
    apiPath: string,
    body?: unknown,
  ): Promise<{ status: number; body: T }> {
    const response = await fetch(`${this.url}/api/v1${apiPath}`, {
      method,
      headers: {
        authorization: `token ${this.token}`,
        'content-type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text.startsWith('{') || text.startsWith('[')
        ? JSON.parse(text)
        : {}) as T,
    };
  }

  /** @throws Error unless it answers with success */
  async must<T = Record<string, unknown>>(
    method: string,
    apiPath: string,
    body?: unknown,
  ): Promise<T> {
    const answer = await this.call<T>(method, apiPath, body);
    if (answer.status < 300) return answer.body;
    throw new Error(
      `${this.title}: ${method} ${apiPath}: ${answer.status} ${JSON.stringify(
        answer.body,
      )}`,
    );
  }

  /** Makes the organisation that owns the repositories, where there is none. */
  async ensureOrganisation(name: string): Promise<void> {
    const { status } = await this.call('GET', `/orgs/${name}`);
    if (status === 404) await this.must('POST', '/orgs', { username: name });
  }

  /** Has the host tell of every push. */
  async addWebhook({ owner, repo }: RepositoryName, to: string): Promise<void> {
    await this.must('POST', `/repos/${owner}/${repo}/hooks`, {
      type: 'gitea',
      active: true,
      events: ['push'],
      config: { url: to, content_type: 'json' },
    });
  }

  /**
   * Changes files with git itself, as a developer does: clone, commit, push.
   *
   * @param branch - Made from `main` when it is another.
   * @returns the new commit's id
   */
  async push(
    repository: RepositoryName,
    files: Record<string, string>,
    { message, branch = 'main' }: { message: string; branch?: string },
  ): Promise<string> {
    const folder = mkdtempSync(path.join(tmpdir(), 'cairn-journey-'));
    const basic = Buffer.from(`${this.user}:${this.token}`).toString('base64');
    const git = async (...args: string[]) => {
      const { stdout } = await run('git', args, {
        cwd: folder,
        env: {
          ...process.env,
          GIT_TERMINAL_PROMPT: '0',
          GIT_CONFIG_NOSYSTEM: '1',
          // The credentials stay out of the command line, which everybody may read.
          GIT_CONFIG_COUNT: '1',
          GIT_CONFIG_KEY_0: `http.${this.url}/.extraHeader`,
          GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
          GIT_AUTHOR_NAME: 'Ada Okafor',
          GIT_AUTHOR_EMAIL: 'ada@fernhill.example',
          GIT_COMMITTER_NAME: 'Ada Okafor',
          GIT_COMMITTER_EMAIL: 'ada@fernhill.example',
        },
        timeout: 60_000,
      });
      return stdout.trim();
    };
    try {
      await git('clone', '--quiet', this.cloneUrl(repository), '.');
      if (branch !== 'main') await git('switch', '--quiet', '--create', branch);
      for (const [name, text] of Object.entries(files)) {
        const file = path.join(folder, name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      await git('add', '--all');
      await git('commit', '--quiet', '--message', message);
      await git('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
      return await git('rev-parse', 'HEAD');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { type GitHost, type SignIn, startGitHost } from '..';

const run = promisify(execFile);
const adminUrl =
  process.env.CAIRN_TEST_POSTGRES_URL ??
  'postgres://postgres:postgres@127.0.0.1:5432/postgres';

/** A git host with a database and a folder of its own, and people who use it. */
export class TestHost {
  readonly tokens: Record<string, string> = {};

  private constructor(
    readonly dir: string,
    readonly database: string,
    private host: GitHost,
  ) {}

  static async start(port = 0): Promise<TestHost> {
    const database = `git_${randomUUID().replaceAll('-', '')}`;
    await admin(`CREATE DATABASE ${database}`);
    const dir = await mkdtemp(join(tmpdir(), 'cairn-git-'));
    const made = new TestHost(dir, database, await launch(dir, database, port));
    for (const id of ['ada', 'ben', 'carla', 'dev', 'erin', 'cairn-portal']) {
      const path = join(dir, 'people', `${id}.git-token`);
      made.tokens[id] = (await readFile(path, 'utf8')).trim();
    }
    return made;
  }

  get url(): string {
    return this.host.url;
  }

  async restart(signIn?: SignIn): Promise<void> {
    const port = Number(new URL(this.url).port);
    await this.host.stop();
    this.host = await launch(this.dir, this.database, port, signIn);
  }

  async stop(): Promise<void> {
    await this.host.stop();
    await admin(`DROP DATABASE ${this.database}`);
    await rm(this.dir, { recursive: true, force: true });
  }

  /** Calls the API as somebody. */
  async api(
    person: string | undefined,
    method: string,
    path: string,
    body?: unknown,
  ) {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(person && { authorization: `token ${this.tokens[person]}` }),
        'content-type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const json = text.startsWith('{') || text.startsWith('[');
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: json ? JSON.parse(text) : undefined,
    };
  }

  /** A repository's address with somebody's credentials in it. */
  remote(person: string, path: string): string {
    const url = new URL(`${this.url}/${path}.git`);
    url.username = person;
    url.password = this.tokens[person] ?? '';
    return url.href;
  }

  /** A fresh folder for a clone. */
  folder(): Promise<string> {
    return mkdtemp(join(this.dir, 'clone-'));
  }
}

/** Runs the stock git client as a person at their desk would. */
export async function git(cwd: string, ...args: string[]): Promise<string> {
  const identity = [
    '-c',
    'user.name=Ada',
    '-c',
    'user.email=ada@cairn.example',
  ];
  const { stdout, stderr } = await run('git', [...identity, ...args], {
    cwd,
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
    },
    maxBuffer: 64 * 1024 * 1024,
  });
  return `${stdout}${stderr}`.trim();
}

/** Where a database of the test server is. */
export function databaseUrl(database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

function launch(dir: string, database: string, port: number, signIn?: SignIn) {
  return startGitHost({
    dir,
    databaseUrl: databaseUrl(database),
    port,
    signIn,
    log: () => {},
  });
}

async function admin(statement: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}

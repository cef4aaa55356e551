import { mockCredentials } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(__dirname, '../../../..');

/** A portal in a process of its own, which can be killed and started again. */
export class Portal {
  #child: ChildProcess | undefined;
  #port = 0;

  static async build(config: JsonObject): Promise<Portal> {
    // Within the package, so that npm packages are found from there.
    const built = join(__dirname, '../../dist');
    await mkdir(built, { recursive: true });
    const dir = await mkdtemp(join(built, 'test-'));
    const bundle = join(dir, 'portalProcess.cjs');
    // As a process of its own: in Jest's sandbox esbuild does not run.
    await promisify(execFile)(
      process.execPath,
      [
        join(ROOT, 'scripts/lib/bundle.mjs'),
        join(__dirname, 'portalProcess.ts'),
        bundle,
      ],
      { cwd: ROOT },
    );
    return new Portal(dir, bundle, config);
  }

  private constructor(
    private readonly dir: string,
    private readonly bundle: string,
    private readonly config: JsonObject,
  ) {}

  async start(killAt: string[] = []): Promise<void> {
    const child = fork(this.bundle, {
      env: {
        ...process.env,
        NODE_ENV: 'development',
        PORTAL_OPTIONS: JSON.stringify({ config: this.config, killAt }),
      },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child = child;
    let said = '';
    child.stderr?.on('data', chunk => {
      said = `${said}${chunk}`.slice(-4000);
    });
    const message = once(child, 'message').then(([it]) => it);
    const ended = once(child, 'exit').then(() => undefined);
    const first: { port: number } | undefined = await Promise.race([
      message,
      ended,
    ]);
    // One that goes on with a run may be killed before it says that it listens.
    if (!first && child.signalCode !== 'SIGKILL') {
      throw new Error(`The portal did not start:\n${said}`);
    }
    this.#port = first?.port ?? 0;
  }

  get isRunning(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** Ends it as a machine that loses its power does. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  async ended(): Promise<void> {
    if (this.#child && this.isRunning) {
      await once(this.#child, 'exit');
    }
  }

  async stop(): Promise<void> {
    this.kill();
    await this.ended();
    await rm(this.dir, { recursive: true, force: true });
  }

  /** Asks a plugin as Ada. */
  async ask(path: string, body?: JsonObject) {
    const response = await fetch(`http://localhost:${this.#port}/api${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: mockCredentials.user.header('user:default/ada'),
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }
}

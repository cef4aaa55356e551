import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import { ensurePki } from '../../src/pki';
import { connectionTo, type Connection } from '../support/connection';

/** An API server in a process of its own, which is killed and started again. */
export class MortalServer {
  private child: ChildProcess | undefined;
  private ready: Promise<string> = Promise.resolve('');
  private url: string | undefined;

  private constructor(
    private readonly databaseUrl: string,
    private readonly folder: string,
    private readonly credentials: { ca: string; cert: string; key: string },
  ) {}

  static async create(databaseUrl: string): Promise<MortalServer> {
    // Beside the packages it imports.
    const folder = await mkdtemp(join(__dirname, '../../.crash-'));
    buildSync({
      entryPoints: [join(__dirname, 'serveApi.ts')],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      packages: 'external',
      outfile: join(folder, 'serveApi.cjs'),
    });
    const pki = await ensurePki(folder);
    const { certificate, key } = await pki.clientCertificate({
      commonName: 'admin',
      organizations: ['system:masters'],
    });
    return new MortalServer(databaseUrl, folder, {
      ca: pki.caCertificate,
      cert: certificate,
      key,
    });
  }

  start(): void {
    const child = spawn(
      process.execPath,
      [join(this.folder, 'serveApi.cjs'), this.databaseUrl, this.folder],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    this.child = child;
    const lines = createInterface({ input: child.stdout });
    this.ready = new Promise(resolve => {
      lines.once('line', line => {
        if (this.child !== child) return;
        this.url = line;
        resolve(line);
      });
    });
  }

  /** Waits until it serves. */
  async listening(): Promise<void> {
    await this.ready;
  }

  /** Kills it as `kill -9` does, whatever it is doing. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    this.url = undefined;
    if (!child) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** A connection to the process of now; waits for one that serves. */
  async connection(): Promise<Connection> {
    while (this.url === undefined) await delay(5);
    return connectionTo({ url: this.url, ...this.credentials });
  }

  async dispose(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true });
  }
}

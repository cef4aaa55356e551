import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';

const ROOT = resolve(__dirname, '../../../..');

async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        done(typeof address === 'object' && address ? address.port : 0),
      );
    });
  });
}

interface Kubeconfig {
  clusters: { cluster: { server: string } & Record<string, string> }[];
  users: { user: Record<string, string> }[];
}

/** A sandbox in a process of its own, as a laptop has it, for tests of the whole way. */
export interface TestSandbox {
  url: string;
  caFile: string;
  portalToken: string;
  /** Asks the API with a person's own kubeconfig. */
  get(person: string, path: string): Promise<{ status: number; body: string }>;
  stop(): Promise<void>;
}

async function askWith(kubeconfig: string, path: string) {
  const { clusters, users } = parse(kubeconfig) as Kubeconfig;
  const { cluster } = clusters[0];
  const { user } = users[0];
  const pem = (text: string) => Buffer.from(text, 'base64').toString('utf8');
  return new Promise<{ status: number; body: string }>((done, fail) => {
    const asked = request(
      `${cluster.server}${path}`,
      {
        ca: pem(cluster['certificate-authority-data']),
        cert: pem(user['client-certificate-data']),
        key: pem(user['client-key-data']),
      },
      answer => {
        const chunks: Buffer[] = [];
        answer.on('data', chunk => chunks.push(chunk));
        answer.on('end', () =>
          done({
            status: answer.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    asked.once('error', fail);
    asked.end();
  });
}

/**
 * Bundles the sandbox and starts it on free ports.
 *
 * @param databaseUrl - of an empty database, as a superuser of its server
 */
export async function startSandbox(databaseUrl: string): Promise<TestSandbox> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cairn-claims-'));
  // Beside the real bundle, so that npm packages are found from there.
  const bundle = join(ROOT, `packages/sandbox/dist/test-${process.pid}.cjs`);
  // As a process of its own: in Jest's sandbox esbuild does not run.
  await promisify(execFile)(
    process.execPath,
    [
      join(ROOT, 'scripts/lib/bundle.mjs'),
      join(ROOT, 'packages/sandbox/src/main.ts'),
      bundle,
    ],
    { cwd: ROOT },
  );
  const [apiPort, issuerPort] = [await freePort(), await freePort()];
  const child = spawn(
    process.execPath,
    [
      bundle,
      'serve',
      ...['--data-dir', dataDir],
      ...['--api-port', String(apiPort)],
      ...['--issuer-port', String(issuerPort)],
      ...['--portal-url', 'http://localhost:7007'],
      ...['--platform-dir', join(ROOT, 'platform')],
    ],
    {
      env: { ...process.env, CAIRN_SANDBOX_POSTGRES_URL: databaseUrl },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const output: string[] = [];
  child.stdout.on('data', chunk => output.push(String(chunk)));
  child.stderr.on('data', chunk => output.push(String(chunk)));
  const ended = new Promise<void>(done => child.once('exit', () => done()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
    await rm(bundle, { force: true });
    await rm(`${bundle}.map`, { force: true });
  };

  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  const deadline = Date.now() + 60_000;
  while (!output.join('').includes('The sandbox is ready')) {
    if (hasEnded || Date.now() > deadline) {
      await stop();
      throw new Error(`The sandbox did not start:\n${output.join('')}`);
    }
    await new Promise(done => setTimeout(done, 100));
  }
  return {
    url: `https://127.0.0.1:${apiPort}`,
    caFile: join(dataDir, 'ca.crt'),
    portalToken: (await readFile(join(dataDir, 'portal.token'), 'utf8')).trim(),
    async get(person, path) {
      const file = join(dataDir, 'people', `${person}.kubeconfig`);
      return askWith(await readFile(file, 'utf8'), path);
    },
    stop,
  };
}

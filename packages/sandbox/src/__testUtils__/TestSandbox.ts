import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  conditionOf,
  KubernetesClient,
  type KubernetesObject,
  type ObjectRef,
} from '../controllers/runtime';
import { sqlApiVersion } from '../controllers/sql';
import { type Sandbox, serve } from '../serve';
import {
  eventually,
  secretData,
  startTestDatabase,
  type TestDatabase,
} from './testApi';

/** The platform team's manifests of this repository. */
export const platformDir = resolve(__dirname, '../../../../platform');

/** A whole sandbox over a database of its own. */
export class TestSandbox {
  /** Everything that was logged, a JSON text each. */
  readonly lines: string[] = [];
  private sandbox: Sandbox | undefined;

  private constructor(
    readonly database: TestDatabase,
    readonly dataDir: string,
    readonly apiPort: number,
    readonly issuerPort: number,
    readonly gitPort: number,
  ) {}

  /** Starts one and waits until it is ready. */
  static async start(): Promise<TestSandbox> {
    const world = new TestSandbox(
      await startTestDatabase(),
      await mkdtemp(join(tmpdir(), 'cairn-serve-')),
      await freePort(),
      await freePort(),
      await freePort(),
    );
    await world.startAgain();
    return world;
  }

  async startAgain(): Promise<void> {
    this.sandbox = await this.serve(this.database.url);
    await this.sandbox.ready;
  }

  /** Starts a sandbox in the same place over some database. */
  async serve(databaseUrl: string): Promise<Sandbox> {
    return serve({
      dataDir: this.dataDir,
      platformDir,
      apiPort: this.apiPort,
      issuerPort: this.issuerPort,
      gitPort: this.gitPort,
      portalUrl: 'http://localhost:7007',
      databaseUrl,
      log: (level, message, fields) =>
        this.lines.push(JSON.stringify({ level, message, ...fields })),
    });
  }

  /** Ends the process's parts; the database stays. */
  async halt(): Promise<void> {
    await this.sandbox?.stop();
  }

  /** Ends it; what its claims made on the server goes with them. */
  async stop(): Promise<void> {
    const admin = this.client('admin.kubeconfig');
    for (const namespace of ['payments-dev', 'logistics-dev']) {
      await admin.deleteAll('platform.cairn.dev/v1alpha1', 'Database', {
        namespace,
      });
    }
    for (const kind of ['Database', 'Role']) {
      await eventually(async () => {
        const { items } = await admin.list(sqlApiVersion, kind);
        return items.length === 0;
      });
    }
    admin.close();
    await this.halt();
    await this.database.stop();
    await rm(this.dataDir, { recursive: true });
  }

  /** A client with one of the kubeconfigs the sandbox wrote. */
  client(file: string): KubernetesClient {
    return KubernetesClient.fromKubeconfig(join(this.dataDir, file));
  }
}

/** A claim as a person writes it. */
export function claim(
  namespace: string,
  name: string,
  spec: KubernetesObject['spec'] = {},
): KubernetesObject {
  return {
    apiVersion: 'platform.cairn.dev/v1alpha1',
    kind: 'Database',
    metadata: { namespace, name },
    spec,
  };
}

/** Creates a claim and waits until it is ready. */
export async function createReady(
  client: KubernetesClient,
  wanted: KubernetesObject,
): Promise<ObjectRef> {
  const { metadata } = await client.create(wanted);
  const ref: ObjectRef = {
    apiVersion: wanted.apiVersion,
    kind: wanted.kind,
    name: metadata.name ?? '',
    namespace: metadata.namespace,
  };
  await eventually(
    async () => conditionOf(await client.get(ref), 'Ready')?.status === 'True',
  );
  return ref;
}

/** Content of a Secret, as that person sees it. */
export async function credentialsOf(
  client: KubernetesClient,
  namespace: string,
  name: string,
): Promise<Record<string, string>> {
  return secretData(
    await client.get({ apiVersion: 'v1', kind: 'Secret', namespace, name }),
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise(done => server.close(done));
  return port;
}

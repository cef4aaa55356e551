import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startApiServer } from '../apiserver';
import {
  KubernetesClient,
  type KubernetesObject,
} from '../controllers/runtime';
import { ensurePki, renderKubeconfig } from '../pki';

const adminUrl =
  process.env.CAIRN_TEST_POSTGRES_URL ??
  'postgres://postgres:postgres@127.0.0.1:5432/postgres';

/** A database that is there for one test file. */
export interface TestDatabase {
  /** A name nobody else has; good as a prefix for roles and databases. */
  name: string;
  url: string;
  /** Runs a statement as superuser in the server's maintenance database. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Drops it, and every database and role whose name begins with its own. */
  stop(): Promise<void>;
}

/** Makes a database of a random name. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const name = `cairntest_${randomUUID().slice(0, 8)}`;
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const query = async (text: string, values?: unknown[]) =>
    (await admin.query(text, values)).rows as Record<string, unknown>[];
  return {
    name,
    url: url.href,
    query,
    stop: async () => {
      const like = [`${name}%`];
      for (const { datname } of await query(
        'SELECT datname FROM pg_database WHERE datname LIKE $1',
        like,
      )) {
        await query(`DROP DATABASE "${datname}" WITH (FORCE)`);
      }
      for (const { rolname } of await query(
        'SELECT rolname FROM pg_roles WHERE rolname LIKE $1',
        like,
      )) {
        await query(`DROP OWNED BY "${rolname}"`);
        await query(`DROP ROLE "${rolname}"`);
      }
      await admin.end();
    },
  };
}

/** A Kubernetes API of its own, without controllers. */
export interface TestApi {
  database: TestDatabase;
  /** Text of the administrator's kubeconfig. */
  kubeconfig: string;
  client: KubernetesClient;
  stop(): Promise<void>;
}

/** Starts the sandbox's API server over a database of its own. */
export async function startTestApi(): Promise<TestApi> {
  const database = await startTestDatabase();
  const dir = await mkdtemp(join(tmpdir(), 'cairn-api-'));
  const pki = await ensurePki(dir);
  const api = await startApiServer({ databaseUrl: database.url, pki });
  const kubeconfig = renderKubeconfig({
    cluster: 'test',
    user: 'admin',
    server: api.url,
    caCertificate: pki.caCertificate,
    credentials: await pki.clientCertificate({
      commonName: 'admin',
      organizations: ['system:masters'],
    }),
  });
  const client = KubernetesClient.fromKubeconfig(kubeconfig);
  return {
    database,
    kubeconfig,
    client,
    stop: async () => {
      client.close();
      await api.stop();
      await database.stop();
      await rm(dir, { recursive: true });
    },
  };
}

/** Waits until what is looked for is there; the test's own time limit ends the wait. */
export async function eventually<T>(
  look: () => Promise<T | undefined | false>,
): Promise<T> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

/** Content of a Secret in clear. */
export function secretData(secret: KubernetesObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries((secret.data ?? {}) as Record<string, string>).map(
      ([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')],
    ),
  );
}

/** Connects with the credentials of a Secret and runs a statement. */
export async function queryAs(
  credentials: Record<string, string>,
  database: string,
  text: string,
): Promise<Record<string, unknown>[]> {
  const client = new Client({
    host: credentials.endpoint,
    port: Number(credentials.port),
    user: credentials.username,
    password: credentials.password,
    database,
  });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

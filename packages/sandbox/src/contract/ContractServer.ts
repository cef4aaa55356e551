import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Client } from 'pg';
import { parse } from 'yaml';
import { startApiServer } from '../apiserver';
import { ensurePki } from '../pki';
import { ContractWatch, type Access } from './ContractWatch';

/** An answer, with its body parsed if it is JSON. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  // The shapes are what the tests are about.
  body: Record<string, unknown>;
}

/** What a test sends beside method and path. */
export interface Sent {
  body?: unknown;
  type?: string;
  headers?: Record<string, string | string[]>;
}

/**
 * A Kubernetes API to hold the contract against: the sandbox's own, started for
 * the test, or the one `CAIRN_CONTRACT_KUBECONFIG` points to.
 */
export class ContractServer {
  /** Suffix that keeps names of several runs apart. */
  readonly suffix = randomBytes(4).toString('hex');

  private constructor(
    private readonly access: Access,
    /** Whether this is a real API server, which has no controllers beside it. */
    readonly isReal: boolean,
    private readonly compactHistory: () => Promise<void>,
    private readonly cleanUp: () => Promise<void>,
  ) {}

  static async start(): Promise<ContractServer> {
    const kubeconfig = process.env.CAIRN_CONTRACT_KUBECONFIG;
    if (kubeconfig) {
      return new ContractServer(
        await readKubeconfig(kubeconfig),
        true,
        async () => undefined,
        async () => undefined,
      );
    }
    const database = await createDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'cairn-contract-'));
    const pki = await ensurePki(folder);
    const server = await startApiServer({ databaseUrl: database.url, pki });
    const { certificate, key } = await pki.clientCertificate({
      commonName: 'admin',
      organizations: ['system:masters'],
    });
    return new ContractServer(
      { url: server.url, ca: pki.caCertificate, cert: certificate, key },
      false,
      () => server.compact(),
      async () => {
        await server.stop();
        await database.drop();
        await rm(folder, { recursive: true });
      },
    );
  }

  /** Sends one request and reads the whole answer. */
  async send(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    return new Promise((done, failed) => {
      const body =
        typeof sent.body === 'string' || Buffer.isBuffer(sent.body)
          ? sent.body
          : encode(sent.body);
      const request = httpsRequest(
        `${this.access.url}${path}`,
        {
          method,
          ca: this.access.ca,
          cert: this.access.cert,
          key: this.access.key,
          headers: {
            'User-Agent': 'contract/1',
            ...(body !== undefined && {
              'Content-Type': sent.type ?? 'application/json',
              'Content-Length': String(Buffer.byteLength(body)),
            }),
            ...sent.headers,
          },
        },
        response => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', failed);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            done({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              body: parseIfJson(text),
            });
          });
        },
      );
      request.on('error', failed);
      request.end(body);
    });
  }

  get(path: string, headers?: Sent['headers']): Promise<Answer> {
    return this.send('GET', path, { headers });
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.send('POST', path, { body });
  }

  /** Server-side apply. */
  apply(path: string, manager: string, body: unknown, force = false) {
    return this.send(
      'PATCH',
      `${path}?fieldManager=${manager}${force ? '&force=true' : ''}`,
      { body, type: 'application/apply-patch+yaml' },
    );
  }

  /** Opens a watch; events are read one by one. */
  watch(path: string): ContractWatch {
    return new ContractWatch(this.access, path);
  }

  /** Makes a namespace that nobody else uses and answers its name. */
  async namespace(name: string): Promise<string> {
    const full = `contract-${name}-${this.suffix}`;
    await this.post('/api/v1/namespaces', { metadata: { name: full } });
    return full;
  }

  compact(): Promise<void> {
    return this.compactHistory();
  }

  stop(): Promise<void> {
    return this.cleanUp();
  }
}

function encode(body: unknown): string | undefined {
  return body === undefined ? undefined : JSON.stringify(body);
}

function parseIfJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

async function readKubeconfig(path: string): Promise<Access> {
  const config = parse(await readFile(path, 'utf8')) as {
    clusters: { cluster: Record<string, string> }[];
    users: { user: Record<string, string> }[];
  };
  const { cluster } = config.clusters[0];
  const { user } = config.users[0];
  const pem = async (values: Record<string, string>, name: string) =>
    values[`${name}-data`]
      ? Buffer.from(values[`${name}-data`], 'base64').toString('utf8')
      : readFile(resolve(dirname(path), values[name]), 'utf8');
  return {
    url: cluster.server,
    ca: await pem(cluster, 'certificate-authority'),
    cert: await pem(user, 'client-certificate'),
    key: await pem(user, 'client-key'),
  };
}

/** Makes a database of its own on the test server. */
export async function createDatabase(): Promise<{
  url: string;
  drop(): Promise<void>;
}> {
  const adminUrl = process.env.CAIRN_TEST_POSTGRES_URL;
  if (!adminUrl) {
    throw new Error(
      'Set CAIRN_TEST_POSTGRES_URL to a PostgreSQL server for tests, or run npm test, which starts one.',
    );
  }
  const name = `contract_${randomBytes(6).toString('hex')}`;
  const run = async (statement: string) => {
    const client = new Client({ connectionString: adminUrl });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await run(`create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    drop: () => run(`drop database if exists ${name} with (force)`),
  };
}

import { createHash } from 'node:crypto';
import { Client, type ClientBase, type ClientConfig, Pool } from 'pg';
import type { SqlServer } from './managedResource';
import { sslOptions } from './sslOptions';

/** Address and login of a server, as a provider configuration and its Secret give them. */
export type ServerLogin = {
  host: string;
  port: number;
  username: string;
  password: string;
  database: string;
  sslMode: string;
};

const IDLE_MS = 10_000;
const CONNECT_MS = 10_000;

/**
 * A few connections for each login in use, one for each statement, so that a
 * stopped server, or a dropped login, is not held up by them.
 */
export class PostgresServers {
  private readonly pools = new Map<string, Pool>();

  /** The server behind a login; connections are made when a statement needs one. */
  for(login: ServerLogin): SqlServer {
    const id = createHash('sha256').update(JSON.stringify(login)).digest('hex');
    let pool = this.pools.get(id);
    if (!pool) {
      pool = new Pool({
        ...clientConfig(login),
        idleTimeoutMillis: IDLE_MS,
        allowExitOnIdle: true,
        max: 3,
        // As the real one does: a login that was taken away is noticed at once.
        maxUses: 1,
      });
      // A connection that breaks while idle is simply not used again.
      pool.on('error', () => undefined);
      this.pools.set(id, pool);
    }
    const connections = pool;
    return {
      host: login.host,
      port: login.port,
      query: async <Row>(text: string, values?: unknown[]) => {
        const result = await connections.query({ text, values });
        return result.rows as Row[];
      },
      transaction: async statements => {
        const client = await connections.connect();
        try {
          await inTransaction(client, statements);
        } finally {
          client.release();
        }
      },
      inDatabase: database => briefly({ ...login, database }),
    };
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(pools.map(pool => pool.end()));
  }
}

/** One connection for each piece of work: an idle one would keep the database from being dropped. */
function briefly(login: ServerLogin): SqlServer {
  const connected = async <T>(work: (client: Client) => Promise<T>) => {
    const client = new Client(clientConfig(login));
    // A connection that breaks fails the statement it is used for.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await work(client);
    } finally {
      await client.end();
    }
  };
  return {
    host: login.host,
    port: login.port,
    query: <Row>(text: string, values?: unknown[]) =>
      connected(
        async client => (await client.query({ text, values })).rows as Row[],
      ),
    transaction: statements =>
      connected(client => inTransaction(client, statements)),
    inDatabase: database => briefly({ ...login, database }),
  };
}

async function inTransaction(
  client: ClientBase,
  statements: string[],
): Promise<void> {
  try {
    await client.query('BEGIN READ WRITE');
    for (const statement of statements) await client.query(statement);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

function clientConfig(login: ServerLogin): ClientConfig {
  return {
    host: login.host,
    port: login.port,
    user: login.username,
    password: login.password,
    database: login.database,
    ssl: sslOptions(login.host, login.sslMode),
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'provider-sql',
  };
}

import { createHash } from 'node:crypto';
import { Pool, type PoolConfig } from 'pg';
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
 * A few connections for each login in use. They end soon when nothing is to be
 * done, so that a stopped server, or a dropped login, is not held up by them.
 */
export class PostgresServers {
  private readonly pools = new Map<string, Pool>();

  /** The server behind a login; connections are made when a statement needs one. */
  for(login: ServerLogin): SqlServer {
    const id = createHash('sha256').update(JSON.stringify(login)).digest('hex');
    let pool = this.pools.get(id);
    if (!pool) {
      pool = new Pool({ ...poolConfig(login), max: 3 });
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
      transaction: statements => inTransaction(connections, statements),
    };
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(pools.map(pool => pool.end()));
  }
}

async function inTransaction(pool: Pool, statements: string[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN READ WRITE');
    for (const statement of statements) await client.query(statement);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

function poolConfig(login: ServerLogin): PoolConfig {
  return {
    host: login.host,
    port: login.port,
    user: login.username,
    password: login.password,
    database: login.database,
    ssl: sslOptions(login.host, login.sslMode),
    idleTimeoutMillis: IDLE_MS,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'provider-sql',
    allowExitOnIdle: true,
  };
}

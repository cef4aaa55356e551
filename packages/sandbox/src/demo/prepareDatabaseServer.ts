import { Client, escapeIdentifier } from 'pg';

/** Databases of the portal and the sandbox that no tenant's login may enter. */
const ownDatabases = ['cairn', 'cairn_sandbox', 'postgres', 'template1'];

/**
 * Makes the sandbox's own database if it is not there, and closes it, the
 * portal's and the server's own to everybody who was not let in by name.
 *
 * PostgreSQL lets every login connect to every database unless told otherwise,
 * and the logins made for claims belong to tenants.
 *
 * @param url - The sandbox's database, as the server's superuser.
 */
export async function prepareDatabaseServer(url: string): Promise<void> {
  const own = decodeURIComponent(new URL(url).pathname.slice(1));
  await withMaintenanceConnection(url, async client => {
    const known = async (name: string) => {
      const found = await client.query(
        'SELECT 1 FROM pg_database WHERE datname = $1',
        [name],
      );
      return found.rowCount === 1;
    };
    if (!(await known(own))) {
      await client.query(`CREATE DATABASE ${escapeIdentifier(own)}`);
    }
    for (const name of new Set([own, ...ownDatabases])) {
      if (await known(name)) {
        await client.query(
          `REVOKE ALL ON DATABASE ${escapeIdentifier(name)} FROM PUBLIC`,
        );
      }
    }
  });
}

/** Runs statements as superuser in the server's maintenance database. */
export async function withMaintenanceConnection<T>(
  url: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const client = new Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

import { escapeIdentifier, escapeLiteral } from 'pg';
import { z } from 'zod';
import type { KubernetesClient, Log } from '../controllers/runtime';
import { generatePassword, scramVerifier } from '../controllers/sql/passwords';
import { withMaintenanceConnection } from './prepareDatabaseServer';

/** The Secret that platform/crossplane/provider-sql names. */
const secretRef = {
  apiVersion: 'v1',
  kind: 'Secret',
  namespace: 'cairn-system',
  name: 'shared-postgres',
};

/** The login for a sandbox's database; two sandboxes may share a server. */
export function providerLogin(url: string): string {
  return `${decodeURIComponent(new URL(url).pathname.slice(1))}_provider`;
}

/**
 * Makes the login of the SQL provider on the sandbox's server, and the Secret
 * that tells the provider of it. The password lives in the Secret alone; the
 * login is set to it at every start.
 *
 * The login may create databases and roles and no more: not a superuser, it has
 * no way into the portal's own databases. `createrole_self_grant` lets it hand
 * databases over to the roles it makes, and take them away again.
 *
 * @param url - The sandbox's database, as the server's superuser.
 */
export async function ensureProviderLogin(options: {
  client: KubernetesClient;
  url: string;
  log: Log;
}): Promise<void> {
  const { client, url, log } = options;
  const username = providerLogin(url);
  const kept = z
    .object({ data: z.object({ password: z.string().min(1) }) })
    .safeParse(await client.find(secretRef));
  const password = kept.success
    ? Buffer.from(kept.data.data.password, 'base64').toString('utf8')
    : generatePassword();

  await withMaintenanceConnection(url, async server => {
    const login = escapeIdentifier(username);
    const found = await server.query(
      'SELECT 1 FROM pg_roles WHERE rolname = $1',
      [username],
    );
    await server.query(
      `${
        found.rowCount === 1 ? 'ALTER' : 'CREATE'
      } ROLE ${login} LOGIN CREATEDB CREATEROLE NOSUPERUSER PASSWORD ${escapeLiteral(
        scramVerifier(password),
      )}`,
    );
    await server.query(
      `ALTER ROLE ${login} SET createrole_self_grant = 'set, inherit'`,
    );
    await server.query(`GRANT CONNECT ON DATABASE postgres TO ${login}`);
  });

  const { hostname, port } = new URL(url);
  const { apiVersion, kind, name, namespace } = secretRef;
  await client.apply(
    {
      apiVersion,
      kind,
      metadata: { name, namespace },
      type: 'Opaque',
      data: Object.fromEntries(
        Object.entries({
          username,
          password,
          endpoint: hostname,
          port: port || '5432',
        }).map(([key, value]) => [
          key,
          Buffer.from(value, 'utf8').toString('base64'),
        ]),
      ),
    },
    { fieldManager: 'cairn-sandbox', force: true },
  );
  if (!kept.success) {
    log('info', 'The SQL provider has a login', { login: username });
  }
}

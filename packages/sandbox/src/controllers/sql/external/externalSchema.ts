import { DatabaseError, escapeIdentifier } from 'pg';
import { z } from 'zod';
import {
  type ExternalContext,
  type ExternalKind,
  externalNameOf,
  type ManagedResource,
  type SqlServer,
} from '../managedResource';

/** SQLSTATE invalid_catalog_name. */
const NO_SUCH_DATABASE = '3D000';

const specSchema = z.object({
  database: z.string().optional(),
  role: z.string().optional(),
  revokePublicOnSchema: z.boolean().optional(),
});

/** Schemas of a database. An existing one is adopted; one that is not empty is never dropped. */
export const externalSchema: ExternalKind = {
  noun: 'schema',

  async observe(context) {
    const { role } = specSchema.parse(context.resource.spec.forProvider);
    const owner = await ownerOf(context);
    if (owner === undefined) return { exists: false, upToDate: false };
    return {
      exists: true,
      upToDate: role === undefined || role === owner,
      lateInitialized: role === undefined ? { role: owner } : undefined,
    };
  },

  async create(context) {
    const { role, revokePublicOnSchema } = specSchema.parse(
      context.resource.spec.forProvider,
    );
    const owner = role ? ` AUTHORIZATION ${escapeIdentifier(role)}` : '';
    await serverFor(context).transaction([
      `CREATE SCHEMA IF NOT EXISTS ${nameOf(context)}${owner}`,
      // As provider-sql does: it is the schema public of the database that is closed.
      ...(revokePublicOnSchema
        ? ['REVOKE ALL ON SCHEMA public FROM PUBLIC']
        : []),
    ]);
    return {};
  },

  async update(context) {
    const { role } = specSchema.parse(context.resource.spec.forProvider);
    if (role !== undefined) {
      await serverFor(context).query(
        `ALTER SCHEMA ${nameOf(context)} OWNER TO ${escapeIdentifier(role)}`,
      );
    }
    return {};
  },

  async delete(context) {
    await serverFor(context).query(`DROP SCHEMA IF EXISTS ${nameOf(context)}`);
  },
};

function nameOf(context: ExternalContext): string {
  return escapeIdentifier(externalNameOf(context.resource));
}

function serverFor({ resource, server }: ExternalContext): SqlServer {
  return server.inDatabase(databaseOf(resource));
}

function databaseOf(resource: ManagedResource): string {
  const { database } = specSchema.parse(resource.spec.forProvider);
  if (database === undefined) {
    throw new Error('database not passed or could not be resolved');
  }
  return database;
}

async function ownerOf(context: ExternalContext): Promise<string | undefined> {
  try {
    const [row] = await serverFor(context).query<{ owner: string }>(
      `SELECT pg_catalog.pg_get_userbyid(nspowner) AS owner
       FROM pg_catalog.pg_namespace WHERE nspname = $1`,
      [externalNameOf(context.resource)],
    );
    return row?.owner;
  } catch (error) {
    // The schema went with its database: one in deletion need not wait for it.
    const { deletionTimestamp } = context.resource.metadata;
    if (
      deletionTimestamp &&
      error instanceof DatabaseError &&
      error.code === NO_SUCH_DATABASE
    ) {
      return undefined;
    }
    throw error;
  }
}

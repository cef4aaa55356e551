import { DatabaseError, escapeIdentifier } from 'pg';
import type {
  ExternalContext,
  ExternalKind,
  SqlServer,
} from '../managedResource';
import {
  grantPrivileges,
  hasPrivileges,
  isPrivilegeSpec,
  revokePrivileges,
} from './grantedPrivileges';
import { type GrantSpec, readGrantSpec } from './grantSpec';

/** SQLSTATE invalid_catalog_name. */
const NO_SUCH_DATABASE = '3D000';

/** Memberships, and privileges on databases and on what is in them. */
export const externalGrant: ExternalKind = {
  noun: 'grant',

  async observe(context) {
    const spec = readGrantSpec(context.resource);
    const exists = await isGranted(context, spec);
    return { exists, upToDate: exists };
  },

  async create(context) {
    const spec = readGrantSpec(context.resource);
    await serverFor(context, spec).transaction(
      isPrivilegeSpec(spec) ? grantPrivileges(spec) : grantMembership(spec),
    );
    return {};
  },

  async update() {
    // What differs is not this grant: it is seen as missing and made again.
    return {};
  },

  async delete(context) {
    const spec = readGrantSpec(context.resource);
    await serverFor(context, spec).query(
      isPrivilegeSpec(spec) ? revokePrivileges(spec) : revokeMembership(spec),
    );
  },
};

/**
 * Things inside a database are seen from there only. Memberships, and databases
 * themselves, belong to the whole server.
 */
function serverFor(context: ExternalContext, spec: GrantSpec): SqlServer {
  return spec.form === 'member' || spec.form === 'database'
    ? context.server
    : context.server.inDatabase(spec.database);
}

async function isGranted(
  context: ExternalContext,
  spec: GrantSpec,
): Promise<boolean> {
  const server = serverFor(context, spec);
  try {
    return isPrivilegeSpec(spec)
      ? await hasPrivileges(server, spec)
      : await isMember(server, spec);
  } catch (error) {
    // The privileges went with the database: a grant in deletion need not wait for it.
    const { deletionTimestamp } = context.resource.metadata;
    if (
      deletionTimestamp &&
      error instanceof DatabaseError &&
      error.code === NO_SUCH_DATABASE
    ) {
      return false;
    }
    throw error;
  }
}

async function isMember(server: SqlServer, spec: GrantSpec): Promise<boolean> {
  const rows = await server.query<{ exists: boolean }>(
    `SELECT EXISTS (
       SELECT 1 FROM pg_auth_members m
         JOIN pg_roles mo ON m.roleid = mo.oid
         JOIN pg_roles r ON m.member = r.oid
       WHERE r.rolname = $1 AND mo.rolname = $2 AND m.admin_option = $3
     ) AS exists`,
    [spec.role, spec.memberOf, spec.withOption === 'ADMIN'],
  );
  return rows[0]?.exists ?? false;
}

function grantMembership(spec: GrantSpec): string[] {
  const options = [
    spec.withOption === 'ADMIN' && 'ADMIN OPTION',
    spec.withInherit !== undefined &&
      `INHERIT ${spec.withInherit ? 'TRUE' : 'FALSE'}`,
  ].filter(option => option !== false);
  return [
    revokeMembership(spec),
    `GRANT ${escapeIdentifier(spec.memberOf)} TO ${escapeIdentifier(
      spec.role,
    )}${options.length > 0 ? ` WITH ${options.join(', ')}` : ''}`,
  ];
}

function revokeMembership(spec: GrantSpec): string {
  return `REVOKE ${escapeIdentifier(spec.memberOf)} FROM ${escapeIdentifier(
    spec.role,
  )}`;
}

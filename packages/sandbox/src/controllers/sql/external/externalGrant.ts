import { escapeIdentifier } from 'pg';
import { z } from 'zod';
import type {
  ExternalContext,
  ExternalKind,
  ManagedResource,
} from '../managedResource';

const specSchema = z.looseObject({
  role: z.string().optional(),
  database: z.string().optional(),
  memberOf: z.string().optional(),
  privileges: z.array(z.string().regex(/^[A-Z]+( [A-Z]+)*$/)).optional(),
  withOption: z.enum(['ADMIN', 'GRANT']).optional(),
  withInherit: z.boolean().optional(),
  revokePublicOnDb: z.boolean().optional(),
});

type GrantSpec = z.infer<typeof specSchema>;

/** Kinds of objects inside a database that a grant can be for. */
const insideDatabase = [
  'schema',
  'tables',
  'sequences',
  'routines',
  'columns',
  'foreignDataWrappers',
  'foreignServers',
];

/** Memberships, and privileges on databases; each is granted in one transaction. */
export const externalGrant: ExternalKind = {
  noun: 'grant',

  async observe(context) {
    const spec = parse(context.resource);
    const exists =
      spec.memberOf === undefined
        ? await hasPrivileges(context, spec)
        : await isMember(context, spec);
    return { exists, upToDate: exists };
  },

  async create(context) {
    await context.server.transaction(grant(parse(context.resource)));
    return {};
  },

  async update() {
    // What differs is not this grant: it is seen as missing and made again.
    return {};
  },

  async delete(context) {
    const spec = parse(context.resource);
    await context.server.query(revoke(spec));
  },
};

function parse(resource: ManagedResource): GrantSpec & { role: string } {
  const spec = specSchema.parse(resource.spec.forProvider);
  const { role } = spec;
  if (role === undefined) {
    throw new Error('role not passed or could not be resolved');
  }
  const inside = insideDatabase.find(field => spec[field] !== undefined);
  if (inside !== undefined) {
    throw new Error(
      `privileges on ${inside} are not supported by the sandbox; it grants memberships and privileges on databases`,
    );
  }
  if (spec.memberOf === undefined) {
    if (spec.database === undefined) {
      throw new Error('database not passed or could not be resolved');
    }
    if (!spec.privileges) throw new Error('privileges not passed');
  }
  return { ...spec, role };
}

function privilegesOf(spec: GrantSpec): string[] {
  const all = (spec.privileges ?? []).flatMap(privilege => {
    if (privilege === 'ALL' || privilege === 'ALL PRIVILEGES') {
      return ['CREATE', 'CONNECT', 'TEMPORARY'];
    }
    return [privilege === 'TEMP' ? 'TEMPORARY' : privilege];
  });
  return [...new Set(all)].sort();
}

async function hasPrivileges(
  context: ExternalContext,
  spec: GrantSpec & { role: string },
): Promise<boolean> {
  const rows = await context.server.query<{ exists: boolean }>(
    `SELECT EXISTS (
       SELECT 1 FROM pg_database db, aclexplode(db.datacl) AS acl
         JOIN pg_roles s ON acl.grantee = s.oid
       WHERE db.datname = $1 AND s.rolname = $2 AND acl.is_grantable = $3
       GROUP BY db.datname
       HAVING array_agg(DISTINCT acl.privilege_type ORDER BY acl.privilege_type)
         = (SELECT array_agg(p ORDER BY p) FROM unnest($4::text[]) AS p)
     ) AND NOT ($5 AND EXISTS (
       SELECT 1 FROM pg_database db, aclexplode(db.datacl) AS acl
       WHERE db.datname = $1 AND acl.grantee = 0
     )) AS exists`,
    [
      spec.database,
      spec.role,
      spec.withOption === 'GRANT',
      privilegesOf(spec),
      spec.revokePublicOnDb ?? false,
    ],
  );
  return rows[0]?.exists ?? false;
}

async function isMember(
  context: ExternalContext,
  spec: GrantSpec & { role: string },
): Promise<boolean> {
  const rows = await context.server.query<{ exists: boolean }>(
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

function grant(spec: GrantSpec & { role: string }): string[] {
  const role = escapeIdentifier(spec.role);
  if (spec.memberOf !== undefined) {
    const options = [
      spec.withOption === 'ADMIN' && 'ADMIN OPTION',
      spec.withInherit !== undefined &&
        `INHERIT ${spec.withInherit ? 'TRUE' : 'FALSE'}`,
    ].filter(option => option !== false);
    return [
      revoke(spec),
      `GRANT ${escapeIdentifier(spec.memberOf)} TO ${role}${
        options.length > 0 ? ` WITH ${options.join(', ')}` : ''
      }`,
    ];
  }
  const database = escapeIdentifier(spec.database ?? '');
  return [
    revoke(spec),
    `GRANT ${privilegesOf(spec).join(',')} ON DATABASE ${database} TO ${role}${
      spec.withOption === 'GRANT' ? ' WITH GRANT OPTION' : ''
    }`,
    ...(spec.revokePublicOnDb
      ? [`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`]
      : []),
  ];
}

function revoke(spec: GrantSpec & { role: string }): string {
  const role = escapeIdentifier(spec.role);
  return spec.memberOf === undefined
    ? `REVOKE ${privilegesOf(spec).join(',')} ON DATABASE ${escapeIdentifier(
        spec.database ?? '',
      )} FROM ${role}`
    : `REVOKE ${escapeIdentifier(spec.memberOf)} FROM ${role}`;
}

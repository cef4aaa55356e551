import { escapeIdentifier, escapeLiteral } from 'pg';
import { z } from 'zod';
import { type JsonObject, wireTime } from '../../runtime';
import {
  type ConnectionDetails,
  type ExternalContext,
  type ExternalKind,
  externalNameOf,
} from '../managedResource';
import { generatePassword, scramVerifier } from '../passwords';

const parameterSchema = z.object({ name: z.string(), value: z.string() });

const specSchema = z.object({
  connectionLimit: z.number().int().optional(),
  configurationParameters: z.array(parameterSchema).optional(),
  passwordRotationTrigger: z.string().optional(),
  passwordSecretRef: z.object({ name: z.string(), key: z.string() }).optional(),
  privileges: z.record(z.string(), z.boolean()).default({}),
});

/** Attributes of a role: field of the spec, clause of SQL, column of pg_roles, in the order of provider-sql. */
const attributes = [
  { field: 'superUser', clause: 'SUPERUSER', column: 'rolsuper' },
  { field: 'inherit', clause: 'INHERIT', column: 'rolinherit' },
  { field: 'createDb', clause: 'CREATEDB', column: 'rolcreatedb' },
  { field: 'createRole', clause: 'CREATEROLE', column: 'rolcreaterole' },
  { field: 'login', clause: 'LOGIN', column: 'rolcanlogin' },
  { field: 'replication', clause: 'REPLICATION', column: 'rolreplication' },
  { field: 'bypassRls', clause: 'BYPASSRLS', column: 'rolbypassrls' },
] as const;

type RoleRow = Record<(typeof attributes)[number]['column'], boolean> & {
  rolconnlimit: number;
  rolconfig: string[] | null;
};

/** Roles, with a password that only the connection Secret knows. */
export const externalRole: ExternalKind = {
  noun: 'role',
  unseen: {},

  async observe(context) {
    const row = await find(context);
    if (!row) return { exists: false, upToDate: false };
    const spec = specSchema.parse(context.resource.spec.forProvider);
    const late = lateInitialize(spec, row);
    const wanted = specSchema.parse({
      ...context.resource.spec.forProvider,
      ...late,
    });
    const settings = parametersOf(row);
    const lastPasswordChange = lastPasswordChangeOf(context);
    return {
      exists: true,
      upToDate:
        changedClauses(wanted, row).length === 0 &&
        wanted.connectionLimit === row.rolconnlimit &&
        !settingsDiffer(wanted.configurationParameters, settings) &&
        (await newPassword(context, spec)) === undefined,
      lateInitialized: late,
      atProvider: {
        ...(settings.length > 0 && { configurationParameters: settings }),
        ...(lastPasswordChange && { lastPasswordChange }),
        privilegesAsClauses: attributes.map(({ clause, column }) =>
          row[column] ? clause : `NO${clause}`,
        ),
      },
    };
  },

  async create(context) {
    const spec = specSchema.parse(context.resource.spec.forProvider);
    const password = spec.passwordSecretRef
      ? await context.readSecret(
          spec.passwordSecretRef.name,
          spec.passwordSecretRef.key,
        )
      : generatePassword();
    const clauses = attributes
      .filter(({ field }) => spec.privileges[field] !== undefined)
      .map(({ field, clause }) =>
        spec.privileges[field] ? clause : `NO${clause}`,
      );
    const role = quotedName(context);
    await context.server.query(
      [
        `CREATE ROLE ${role} PASSWORD ${escapeLiteral(
          scramVerifier(password),
        )}`,
        ...clauses,
      ].join(' '),
    );
    await applySettings(context, spec);
    return details(context, password);
  },

  async update(context) {
    const row = await find(context);
    if (!row) return {};
    const spec = specSchema.parse(context.resource.spec.forProvider);
    const role = quotedName(context);
    const password = await newPassword(context, spec);
    if (password !== undefined) {
      await context.server.query(
        `ALTER ROLE ${role} PASSWORD ${escapeLiteral(scramVerifier(password))}`,
      );
      // The real one remembers only the changes that it makes up itself.
      if (!spec.passwordSecretRef) {
        context.remembered.lastPasswordChange = wireTime();
      }
    }
    const clauses = changedClauses(spec, row);
    if (clauses.length > 0) {
      await context.server.query(`ALTER ROLE ${role} ${clauses.join(' ')}`);
    }
    await applySettings(context, spec, row);
    return password === undefined ? {} : details(context, password);
  },

  async delete(context) {
    await context.server.query(`DROP ROLE IF EXISTS ${quotedName(context)}`);
  },
};

type RoleSpec = z.infer<typeof specSchema>;

async function find(context: ExternalContext): Promise<RoleRow | undefined> {
  const rows = await context.server.query<RoleRow>(
    `SELECT ${attributes
      .map(({ column }) => column)
      .join(', ')}, rolconnlimit, rolconfig FROM pg_roles WHERE rolname = $1`,
    [externalNameOf(context.resource)],
  );
  return rows[0];
}

function quotedName(context: ExternalContext): string {
  return escapeIdentifier(externalNameOf(context.resource));
}

function details(
  context: ExternalContext,
  password: string,
): ConnectionDetails {
  return {
    username: externalNameOf(context.resource),
    password,
    endpoint: context.server.host,
    port: String(context.server.port),
  };
}

function lateInitialize(spec: RoleSpec, row: RoleRow): JsonObject | undefined {
  const missing = attributes.filter(
    ({ field }) => spec.privileges[field] === undefined,
  );
  const late: JsonObject = {
    ...(missing.length > 0 && {
      privileges: {
        ...spec.privileges,
        ...Object.fromEntries(
          missing.map(({ field, column }) => [field, row[column]]),
        ),
      },
    }),
    ...(spec.connectionLimit === undefined && {
      connectionLimit: row.rolconnlimit,
    }),
  };
  return Object.keys(late).length > 0 ? late : undefined;
}

/** Only what differs: a login that is no superuser may not even repeat NOSUPERUSER. */
function changedClauses(spec: RoleSpec, row: RoleRow): string[] {
  return attributes
    .filter(({ field, column }) => {
      const wanted = spec.privileges[field];
      return wanted !== undefined && wanted !== row[column];
    })
    .map(({ field, clause }) =>
      spec.privileges[field] ? clause : `NO${clause}`,
    );
}

function parametersOf(row: RoleRow): { name: string; value: string }[] {
  return (row.rolconfig ?? []).map(entry => {
    const equals = entry.indexOf('=');
    return { name: entry.slice(0, equals), value: entry.slice(equals + 1) };
  });
}

function settingsDiffer(
  wanted: RoleSpec['configurationParameters'],
  actual: { name: string; value: string }[],
): boolean {
  if (!wanted) return false;
  const sorted = (list: { name: string; value: string }[]) =>
    JSON.stringify(list.map(it => [it.name, it.value]).sort());
  return sorted(wanted) !== sorted(actual);
}

async function applySettings(
  context: ExternalContext,
  spec: RoleSpec,
  row?: RoleRow,
): Promise<void> {
  const role = quotedName(context);
  const wanted = spec.configurationParameters;
  if (wanted && settingsDiffer(wanted, row ? parametersOf(row) : [])) {
    await context.server.transaction([
      `ALTER ROLE ${role} RESET ALL`,
      ...wanted.map(
        ({ name, value }) =>
          `ALTER ROLE ${role} SET ${escapeIdentifier(name)} = ${escapeLiteral(
            value,
          )}`,
      ),
    ]);
  }
  const limit = spec.connectionLimit;
  if (limit !== undefined && limit !== row?.rolconnlimit) {
    await context.server.query(`ALTER ROLE ${role} CONNECTION LIMIT ${limit}`);
  }
}

function lastPasswordChangeOf(context: ExternalContext): string | undefined {
  const status = z
    .object({ atProvider: z.object({ lastPasswordChange: z.string() }) })
    .safeParse(context.resource.status);
  return status.success ? status.data.atProvider.lastPasswordChange : undefined;
}

/** The password to set, if it is to be another than the one that was published. */
async function newPassword(
  context: ExternalContext,
  spec: RoleSpec,
): Promise<string | undefined> {
  if (!spec.passwordSecretRef) {
    const trigger = Date.parse(spec.passwordRotationTrigger ?? '');
    const last = Date.parse(
      lastPasswordChangeOf(context) ??
        context.resource.metadata.creationTimestamp ??
        '',
    );
    return trigger > last ? generatePassword() : undefined;
  }
  const { name, key } = spec.passwordSecretRef;
  const wanted = await context.readSecret(name, key);
  return wanted === context.published.password ? undefined : wanted;
}

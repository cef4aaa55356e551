import { escapeIdentifier } from 'pg';
import type { GrantForm, GrantSpec } from './grantSpec';

/** How privileges on one kind of thing are granted, and seen in the catalogs. */
export type PrivilegeForm = {
  /** What `ALL` means there. */
  all: string[];
  /** The things, as they stand after `ON` in GRANT and REVOKE. */
  target(spec: GrantSpec): string;
  /**
   * A query for `id` and `acl` of the things, with its values from `$4` on:
   * `$1` to `$3` are those of the query around it.
   */
  things(spec: GrantSpec): { text: string; values: unknown[] };
  /** How many things there are when none is missing. */
  count(spec: GrantSpec): number;
};

/** The forms of grants on things, by what they name. */
export const privilegeForms: Record<
  Exclude<GrantForm, 'member'>,
  PrivilegeForm
> = {
  database: {
    all: ['CREATE', 'CONNECT', 'TEMPORARY'],
    target: spec => `DATABASE ${escapeIdentifier(spec.database)}`,
    things: spec => ({
      text: `SELECT oid::text AS id, datacl AS acl FROM pg_database
        WHERE datname = $4 AND NOT ($5 AND EXISTS (
          SELECT 1 FROM aclexplode(datacl) AS everybody
          WHERE everybody.grantee = 0))`,
      values: [spec.database, spec.revokePublicOnDb ?? false],
    }),
    count: () => 1,
  },
  schema: {
    all: ['CREATE', 'USAGE'],
    target: spec => `SCHEMA ${escapeIdentifier(spec.schema)}`,
    things: spec => ({
      text: `SELECT oid::text AS id, nspacl AS acl FROM pg_namespace
        WHERE nspname = $4`,
      values: [spec.schema],
    }),
    count: () => 1,
  },
  table: {
    all: [
      'SELECT',
      'INSERT',
      'UPDATE',
      'DELETE',
      'TRUNCATE',
      'REFERENCES',
      'TRIGGER',
      'MAINTAIN',
    ],
    target: spec => `TABLE ${inSchema(spec, spec.tables)}`,
    // Ordinary tables only, as provider-sql looks: no views.
    things: spec => relations(spec, 'r', spec.tables),
    count: spec => distinct(spec.tables),
  },
  column: {
    all: ['SELECT', 'INSERT', 'UPDATE', 'REFERENCES'],
    target: spec => `TABLE ${inSchema(spec, spec.tables)}`,
    things: spec => ({
      text: `SELECT a.attrelid || '.' || a.attnum AS id, a.attacl AS acl
        FROM pg_class c JOIN pg_namespace n ON c.relnamespace = n.oid
          JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind = 'r' AND n.nspname = $4
          AND c.relname = ANY($5::text[]) AND a.attname = ANY($6::text[])
          AND NOT a.attisdropped`,
      values: [spec.schema, spec.tables, spec.columns],
    }),
    count: spec => distinct(spec.tables) * distinct(spec.columns),
  },
  sequence: {
    all: ['USAGE', 'SELECT', 'UPDATE'],
    target: spec => `SEQUENCE ${inSchema(spec, spec.sequences)}`,
    things: spec => relations(spec, 'S', spec.sequences),
    count: spec => distinct(spec.sequences),
  },
  routine: {
    all: ['EXECUTE'],
    target: spec => `ROUTINE ${signatures(spec).join(',')}`,
    things: spec => ({
      text: `SELECT p.oid::text AS id, p.proacl AS acl
        FROM pg_proc p JOIN pg_namespace n ON p.pronamespace = n.oid
        WHERE n.nspname = $4 AND EXISTS (
          SELECT 1
          FROM jsonb_to_recordset($5::jsonb) AS wanted(name text, args text[])
          WHERE wanted.name = p.proname
            AND ARRAY(SELECT to_regtype(arg)::oid
                FROM unnest(wanted.args) WITH ORDINALITY AS it(arg, place)
                ORDER BY place)
              = ARRAY(SELECT arg
                FROM unnest(p.proargtypes) WITH ORDINALITY AS it(arg, place)
                ORDER BY place))`,
      values: [spec.schema, JSON.stringify(spec.routines)],
    }),
    count: spec => distinct(signatures(spec)),
  },
  foreignDataWrapper: {
    all: ['USAGE'],
    target: spec =>
      `FOREIGN DATA WRAPPER ${quoted(spec.foreignDataWrappers).join(',')}`,
    things: spec => ({
      text: `SELECT oid::text AS id, fdwacl AS acl FROM pg_foreign_data_wrapper
        WHERE fdwname = ANY($4::text[])`,
      values: [spec.foreignDataWrappers],
    }),
    count: spec => distinct(spec.foreignDataWrappers),
  },
  foreignServer: {
    all: ['USAGE'],
    target: spec => `FOREIGN SERVER ${quoted(spec.foreignServers).join(',')}`,
    things: spec => ({
      text: `SELECT oid::text AS id, srvacl AS acl FROM pg_foreign_server
        WHERE srvname = ANY($4::text[])`,
      values: [spec.foreignServers],
    }),
    count: spec => distinct(spec.foreignServers),
  },
};

function relations(spec: GrantSpec, kind: 'r' | 'S', names: string[]) {
  return {
    text: `SELECT c.oid::text AS id, c.relacl AS acl
      FROM pg_class c JOIN pg_namespace n ON c.relnamespace = n.oid
      WHERE c.relkind = '${kind}' AND n.nspname = $4
        AND c.relname = ANY($5::text[])`,
    values: [spec.schema, names],
  };
}

function inSchema(spec: GrantSpec, names: string[]): string {
  const schema = escapeIdentifier(spec.schema);
  return quoted(names)
    .map(name => `${schema}.${name}`)
    .join(',');
}

/** Types stay unquoted: `"integer"` is no type, and a plain word needs no quotes. */
function signatures(spec: GrantSpec): string[] {
  return spec.routines.map(
    ({ name, args }) => `${inSchema(spec, [name])}(${args.join(',')})`,
  );
}

function quoted(names: string[]): string[] {
  return names.map(name => escapeIdentifier(name));
}

function distinct(names: string[]): number {
  return new Set(names).size;
}

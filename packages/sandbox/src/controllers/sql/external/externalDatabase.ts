import { escapeIdentifier, escapeLiteral } from 'pg';
import { z } from 'zod';
import type { JsonObject } from '../../runtime';
import {
  type ExternalContext,
  type ExternalKind,
  externalNameOf,
} from '../managedResource';

const specSchema = z.object({
  owner: z.string().optional(),
  template: z.string().optional(),
  encoding: z.string().optional(),
  lcCollate: z.string().optional(),
  lcCType: z.string().optional(),
  tablespace: z.string().optional(),
  strategy: z.enum(['WAL_LOG', 'FILE_COPY']).optional(),
  allowConnections: z.boolean().optional(),
  connectionLimit: z.number().int().optional(),
  isTemplate: z.boolean().optional(),
});

type DatabaseSpec = z.infer<typeof specSchema>;

type DatabaseRow = {
  owner: string;
  encoding: string;
  lcCollate: string;
  lcCType: string;
  allowConnections: boolean;
  connectionLimit: number;
  isTemplate: boolean;
  tablespace: string;
};

const lateFields = [
  'owner',
  'encoding',
  'lcCollate',
  'lcCType',
  'allowConnections',
  'connectionLimit',
  'isTemplate',
  'tablespace',
] as const;

/** Databases. An existing one is adopted, a lost one is made again, empty. */
export const externalDatabase: ExternalKind = {
  noun: 'database',

  async observe(context) {
    const row = await find(context);
    if (!row) return { exists: false, upToDate: false };
    const spec = specSchema.parse(context.resource.spec.forProvider);
    const late: JsonObject = {};
    for (const field of lateFields) {
      if (spec[field] === undefined) late[field] = row[field];
    }
    return {
      exists: true,
      upToDate: changes(spec, row).length === 0,
      lateInitialized: Object.keys(late).length > 0 ? late : undefined,
    };
  },

  async create(context) {
    const spec = specSchema.parse(context.resource.spec.forProvider);
    const name = escapeIdentifier(externalNameOf(context.resource));
    await context.server.query(
      [`CREATE DATABASE ${name}`, ...options(spec)].join(' '),
    );
    return {};
  },

  async update(context) {
    const row = await find(context);
    if (!row) return {};
    const spec = specSchema.parse(context.resource.spec.forProvider);
    const name = escapeIdentifier(externalNameOf(context.resource));
    for (const change of changes(spec, row)) {
      await context.server.query(`ALTER DATABASE ${name} ${change}`);
    }
    return {};
  },

  async delete(context) {
    const name = escapeIdentifier(externalNameOf(context.resource));
    await context.server.query(`DROP DATABASE IF EXISTS ${name}`);
  },
};

async function find(
  context: ExternalContext,
): Promise<DatabaseRow | undefined> {
  const rows = await context.server.query<DatabaseRow>(
    `SELECT pg_catalog.pg_get_userbyid(db.datdba) AS owner,
       pg_catalog.pg_encoding_to_char(db.encoding) AS encoding,
       db.datcollate AS "lcCollate", db.datctype AS "lcCType",
       db.datallowconn AS "allowConnections",
       db.datconnlimit AS "connectionLimit",
       db.datistemplate AS "isTemplate", ts.spcname AS tablespace
     FROM pg_database AS db JOIN pg_tablespace AS ts ON db.dattablespace = ts.oid
     WHERE db.datname = $1`,
    [externalNameOf(context.resource)],
  );
  return rows[0];
}

function options(spec: DatabaseSpec): string[] {
  return [
    spec.owner !== undefined && `OWNER ${escapeIdentifier(spec.owner)}`,
    spec.template !== undefined &&
      `TEMPLATE ${escapeIdentifier(spec.template)}`,
    spec.strategy !== undefined && `STRATEGY ${spec.strategy}`,
    spec.encoding !== undefined && `ENCODING ${escapeLiteral(spec.encoding)}`,
    spec.lcCollate !== undefined &&
      `LC_COLLATE ${escapeLiteral(spec.lcCollate)}`,
    spec.lcCType !== undefined && `LC_CTYPE ${escapeLiteral(spec.lcCType)}`,
    spec.tablespace !== undefined &&
      `TABLESPACE ${escapeIdentifier(spec.tablespace)}`,
    spec.allowConnections !== undefined &&
      `ALLOW_CONNECTIONS ${spec.allowConnections}`,
    spec.connectionLimit !== undefined &&
      `CONNECTION LIMIT ${spec.connectionLimit}`,
    spec.isTemplate !== undefined && `IS_TEMPLATE ${spec.isTemplate}`,
  ].filter(option => option !== false);
}

/** What can be changed afterwards; encoding and locale cannot. */
function changes(spec: DatabaseSpec, row: DatabaseRow): string[] {
  const differs = (field: (typeof lateFields)[number]) =>
    spec[field] !== undefined && spec[field] !== row[field];
  return [
    differs('owner') && `OWNER TO ${escapeIdentifier(spec.owner ?? '')}`,
    differs('connectionLimit') && `CONNECTION LIMIT = ${spec.connectionLimit}`,
    differs('allowConnections') && `ALLOW_CONNECTIONS ${spec.allowConnections}`,
    differs('isTemplate') && `IS_TEMPLATE ${spec.isTemplate}`,
    differs('tablespace') &&
      `SET TABLESPACE ${escapeIdentifier(spec.tablespace ?? '')}`,
  ].filter(change => change !== false);
}

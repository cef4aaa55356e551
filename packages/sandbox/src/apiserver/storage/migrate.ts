import type { Client } from 'pg';

/** Append only: each entry runs once, in order. */
const MIGRATIONS = [
  `
  create table objects (
    resource text collate "C" not null,
    namespace text collate "C" not null,
    name text collate "C" not null,
    revision bigint not null,
    body text not null,
    primary key (resource, namespace, name)
  );
  create table changes (
    revision bigint primary key,
    type text not null,
    resource text not null,
    body text not null,
    previous text
  );
  create table state (
    only_row boolean primary key default true check (only_row),
    revision bigint not null,
    compacted bigint not null
  );
  insert into state (revision, compacted) values (1, 1);
  `,
];

/** Brings the tables of the current database up to date. */
export async function migrate(client: Client): Promise<void> {
  await client.query(
    'create table if not exists migrations (version int primary key, applied_at timestamptz not null default now())',
  );
  const done = await client.query<{ version: number }>(
    'select coalesce(max(version), 0) as version from migrations',
  );
  for (
    let version = done.rows[0].version + 1;
    version <= MIGRATIONS.length;
    version++
  ) {
    await client.query('begin');
    try {
      await client.query(MIGRATIONS[version - 1]);
      await client.query('insert into migrations (version) values ($1)', [
        version,
      ]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  }
}

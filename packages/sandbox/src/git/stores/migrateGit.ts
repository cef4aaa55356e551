import type { Pool } from 'pg';

const MIGRATIONS = [
  `CREATE TABLE git.accounts (
     id serial PRIMARY KEY,
     name text NOT NULL,
     full_name text NOT NULL DEFAULT '',
     email text NOT NULL DEFAULT '',
     kind text NOT NULL CHECK (kind IN ('user', 'org')),
     is_admin boolean NOT NULL DEFAULT false,
     created_at timestamptz NOT NULL DEFAULT now()
   );
   CREATE UNIQUE INDEX accounts_name ON git.accounts (lower(name));
   CREATE TABLE git.members (
     org_id integer NOT NULL REFERENCES git.accounts ON DELETE CASCADE,
     user_id integer NOT NULL REFERENCES git.accounts ON DELETE CASCADE,
     is_owner boolean NOT NULL DEFAULT false,
     PRIMARY KEY (org_id, user_id)
   );
   CREATE TABLE git.tokens (
     hash bytea PRIMARY KEY,
     user_id integer NOT NULL REFERENCES git.accounts ON DELETE CASCADE,
     name text NOT NULL,
     UNIQUE (user_id, name)
   );
   CREATE TABLE git.sessions (
     hash bytea PRIMARY KEY,
     user_id integer NOT NULL REFERENCES git.accounts ON DELETE CASCADE,
     csrf text NOT NULL,
     expires_at timestamptz NOT NULL
   );
   CREATE TABLE git.repositories (
     id serial PRIMARY KEY,
     owner_id integer NOT NULL REFERENCES git.accounts,
     name text NOT NULL,
     description text NOT NULL DEFAULT '',
     is_private boolean NOT NULL DEFAULT false,
     default_branch text NOT NULL DEFAULT 'main',
     archived boolean NOT NULL DEFAULT false,
     creator_id integer REFERENCES git.accounts,
     last_number integer NOT NULL DEFAULT 0,
     created_at timestamptz NOT NULL DEFAULT now(),
     updated_at timestamptz NOT NULL DEFAULT now()
   );
   CREATE UNIQUE INDEX repositories_name ON git.repositories (owner_id, lower(name));
   CREATE TABLE git.pulls (
     id serial PRIMARY KEY,
     repository_id integer NOT NULL REFERENCES git.repositories ON DELETE CASCADE,
     number integer NOT NULL,
     title text NOT NULL,
     body text NOT NULL DEFAULT '',
     poster_id integer NOT NULL REFERENCES git.accounts,
     head_branch text NOT NULL,
     base_branch text NOT NULL,
     state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
     head_sha text NOT NULL,
     base_sha text NOT NULL,
     merged_at timestamptz,
     merge_commit text,
     merged_by integer REFERENCES git.accounts,
     created_at timestamptz NOT NULL DEFAULT now(),
     updated_at timestamptz NOT NULL DEFAULT now(),
     closed_at timestamptz,
     UNIQUE (repository_id, number)
   );
   CREATE UNIQUE INDEX pulls_open ON git.pulls (repository_id, head_branch, base_branch) WHERE state = 'open';
   CREATE TABLE git.statuses (
     id serial PRIMARY KEY,
     repository_id integer NOT NULL REFERENCES git.repositories ON DELETE CASCADE,
     sha text NOT NULL,
     context text NOT NULL,
     state text NOT NULL,
     target_url text NOT NULL DEFAULT '',
     description text NOT NULL DEFAULT '',
     creator_id integer NOT NULL REFERENCES git.accounts,
     created_at timestamptz NOT NULL DEFAULT now()
   );
   CREATE INDEX statuses_sha ON git.statuses (repository_id, sha);
   CREATE TABLE git.hooks (
     id serial PRIMARY KEY,
     repository_id integer NOT NULL REFERENCES git.repositories ON DELETE CASCADE,
     type text NOT NULL,
     url text NOT NULL,
     content_type text NOT NULL,
     secret text NOT NULL,
     events text[] NOT NULL,
     active boolean NOT NULL,
     branch_filter text NOT NULL DEFAULT '*',
     created_at timestamptz NOT NULL DEFAULT now(),
     updated_at timestamptz NOT NULL DEFAULT now()
   );
   CREATE TABLE git.deliveries (
     id bigserial PRIMARY KEY,
     uuid uuid NOT NULL DEFAULT gen_random_uuid(),
     hook_id integer NOT NULL REFERENCES git.hooks ON DELETE CASCADE,
     event text NOT NULL,
     payload text NOT NULL,
     attempts integer NOT NULL DEFAULT 0,
     next_at timestamptz DEFAULT now(),
     outcome text
   );
   CREATE INDEX deliveries_due ON git.deliveries (next_at) WHERE next_at IS NOT NULL;`,
  `ALTER TABLE git.repositories ADD archived_at timestamptz,
     ADD website text NOT NULL DEFAULT '';
   UPDATE git.hooks SET events = array_append(events, 'pull_request_sync')
     WHERE 'pull_request' = ANY (events) AND NOT 'pull_request_sync' = ANY (events);
   ALTER TABLE git.pulls ADD content_version integer NOT NULL DEFAULT 0;`,
];

/** Brings the schema `git` of the sandbox's database to what this version needs. */
export async function migrateGit(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      "SELECT pg_advisory_xact_lock(hashtext('cairn-git-migrations'))",
    );
    await client.query('CREATE SCHEMA IF NOT EXISTS git');
    await client.query(
      'CREATE TABLE IF NOT EXISTS git.migrations (version integer PRIMARY KEY)',
    );
    const { rows } = await client.query<{ done: number }>(
      'SELECT coalesce(max(version), 0) AS done FROM git.migrations',
    );
    const done = rows[0]?.done ?? 0;
    for (const [index, statements] of MIGRATIONS.entries()) {
      if (index < done) continue;
      await client.query(statements);
      await client.query('INSERT INTO git.migrations VALUES ($1)', [index + 1]);
    }
    await client.query('DELETE FROM git.sessions WHERE expires_at < now()');
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

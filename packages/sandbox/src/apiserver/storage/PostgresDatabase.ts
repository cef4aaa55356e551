import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { Change, ChangeType } from './Change';
import type { Database, LoadedState } from './Database';
import { migrate } from './migrate';
import { storedFromText, type StoredObject } from './StoredObject';
import type { Log } from '../Services';
import type { KubeObject } from '../types';

/** Any constant: two servers on one database must agree on it. */
const WRITER_LOCK = 4_215_730_118;

const COMMIT = `
with upserted as (
  insert into objects (resource, namespace, name, revision, body)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[])
  on conflict (resource, namespace, name)
  do update set revision = excluded.revision, body = excluded.body
), deleted as (
  delete from objects using unnest($6::text[], $7::text[], $8::text[]) as gone(resource, namespace, name)
  where objects.resource = gone.resource and objects.namespace = gone.namespace and objects.name = gone.name
), logged as (
  insert into changes (revision, type, resource, body, previous)
  select * from unnest($9::bigint[], $10::text[], $11::text[], $12::text[], $13::text[])
)
update state set revision = $14 where revision = $15 returning revision`;

/** Codes of PostgreSQL that mean the statement itself is at fault, not the connection. */
function isStatementError(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return (
    typeof code === 'string' &&
    /^[0-9A-Z]{5}$/.test(code) &&
    !/^(08|57P|53)/.test(code)
  );
}

/**
 * Objects and change log in PostgreSQL, over a single connection that also
 * holds the lock that makes this process the only writer.
 */
export class PostgresDatabase implements Database {
  private client: Client | undefined;
  private revision = 0;
  private closed = false;

  private constructor(
    private readonly options: {
      url: string;
      log: Log;
      /** How long to wait for the server or the lock, in milliseconds. */
      patience: number;
    },
  ) {}

  /** Connects, waits for the writer's lock and brings the tables up to date. */
  static async open(options: {
    url: string;
    log: Log;
    patience?: number;
  }): Promise<PostgresDatabase> {
    const database = new PostgresDatabase({ patience: 60_000, ...options });
    const client = await database.connect();
    await migrate(client);
    return database;
  }

  async load(): Promise<LoadedState> {
    const client = await this.connect();
    const state = await client.query<{ revision: string; compacted: string }>(
      'select revision, compacted from state',
    );
    const objects = await client.query<{
      resource: string;
      revision: string;
      body: string;
    }>('select resource, revision, body from objects');
    const changes = await client.query<{
      revision: string;
      type: ChangeType;
      resource: string;
      body: string;
      previous: string | null;
    }>(
      'select revision, type, resource, body, previous from changes order by revision',
    );
    this.revision = Number(state.rows[0].revision);
    return {
      revision: this.revision,
      compactedRevision: Number(state.rows[0].compacted),
      objects: objects.rows.map(row =>
        fromText(row.resource, row.body, Number(row.revision)),
      ),
      changes: changes.rows.map(row => ({
        revision: Number(row.revision),
        type: row.type,
        object: fromText(row.resource, row.body, Number(row.revision)),
        ...(row.previous !== null && {
          previous: fromText(row.resource, row.previous),
        }),
      })),
    };
  }

  async commit(changes: readonly Change[]): Promise<void> {
    const target = changes[changes.length - 1].revision;
    const values = commitValues(changes, this.revision);
    for (let attempt = 1; ; attempt++) {
      try {
        const client = await this.connect();
        if (attempt > 1 && (await this.storedRevision(client)) === target) {
          break;
        }
        const result = await client.query(COMMIT, values);
        if (result.rowCount !== 1) {
          throw new Error(
            'another process wrote to the database of the Kubernetes API; restart the sandbox',
          );
        }
        break;
      } catch (error) {
        if (isStatementError(error) || this.client || attempt >= 3) throw error;
        this.options.log(
          'warn',
          'Lost the database while writing; connecting again',
        );
      }
    }
    this.revision = target;
  }

  async compact(revision: number): Promise<void> {
    const client = await this.connect();
    await client.query(
      'with gone as (delete from changes where revision <= $1) update state set compacted = greatest(compacted, $1)',
      [revision],
    );
  }

  async close(): Promise<void> {
    this.closed = true;
    const client = this.client;
    this.client = undefined;
    await client?.end();
  }

  private async storedRevision(client: Client): Promise<number> {
    const result = await client.query<{ revision: string }>(
      'select revision from state',
    );
    return Number(result.rows[0].revision);
  }

  private async connect(): Promise<Client> {
    if (this.client) return this.client;
    const deadline = Date.now() + this.options.patience;
    for (;;) {
      if (this.closed) throw new Error('the database is closed');
      const client = new Client({
        connectionString: this.options.url,
        application_name: 'cairn-sandbox-api',
        keepAlive: true,
      });
      client.on('error', () => this.forget(client));
      client.on('end', () => this.forget(client));
      try {
        await client.connect();
        const lock = await client.query<{ locked: boolean }>(
          'select pg_try_advisory_lock($1) as locked',
          [WRITER_LOCK],
        );
        if (!lock.rows[0].locked) {
          throw new Error(
            'another sandbox is using this database; stop it first',
          );
        }
        this.client = client;
        return client;
      } catch (error) {
        await client.end().catch(() => undefined);
        if (Date.now() > deadline) throw error;
        await delay(200);
      }
    }
  }

  private forget(client: Client): void {
    if (this.client === client) this.client = undefined;
  }
}

function fromText(
  resource: string,
  text: string,
  revision?: number,
): StoredObject {
  const object = JSON.parse(text) as KubeObject;
  return storedFromText(
    resource,
    object,
    text,
    revision ?? Number(object.metadata.resourceVersion),
  );
}

function commitValues(
  changes: readonly Change[],
  expectedRevision: number,
): unknown[] {
  const last = new Map<string, Change>();
  for (const change of changes) {
    const { resource, namespace, name } = change.object;
    last.set(`${resource}|${namespace}|${name}`, change);
  }
  const upserts: StoredObject[] = [];
  const deletes: StoredObject[] = [];
  for (const change of last.values()) {
    (change.type === 'DELETED' ? deletes : upserts).push(change.object);
  }
  return [
    upserts.map(object => object.resource),
    upserts.map(object => object.namespace),
    upserts.map(object => object.name),
    upserts.map(object => object.revision),
    upserts.map(object => object.text),
    deletes.map(object => object.resource),
    deletes.map(object => object.namespace),
    deletes.map(object => object.name),
    changes.map(change => change.revision),
    changes.map(change => change.type),
    changes.map(change => change.object.resource),
    changes.map(change => change.object.text),
    changes.map(change => change.previous?.text ?? null),
    changes[changes.length - 1].revision,
    expectedRevision,
  ];
}

import type { Fact } from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import type { CollectedFact, FactStore } from './FactStore';

/** In one statement, so that facts, their ties and the work they cause are kept together or not. */
const APPEND = `
  with input as (
    select * from json_to_recordset(?::json)
      as x(hash uuid, type text, scope text, at bigint, body json, ties json, collector text)
  ), added as (
    insert into facts (hash, type, scope, at, body, collector)
    select hash, type, scope, at, body, collector from input order by hash
    on conflict (hash) do nothing
    returning id, hash, scope
  ), tied as (
    insert into component_scopes (component, scope)
    select distinct t.component, t.scope
    from added join input using (hash),
      json_to_recordset(input.ties) as t(component text, scope text)
    order by 1, 2
    on conflict do nothing
  ), queued as (
    insert into pending (scope, fact_id)
    select scope, id from added order by id
  )
  select hash from added`;

/** Keeps facts in PostgreSQL. */
export class DatabaseFactStore implements FactStore {
  readonly #db: Knex;

  static create(options: { db: Knex }): DatabaseFactStore {
    return new DatabaseFactStore(options.db);
  }

  private constructor(db: Knex) {
    this.#db = db;
  }

  async append(
    rows: readonly CollectedFact[],
    transaction: Knex = this.#db,
  ): Promise<Set<string>> {
    if (!rows.length) return new Set();
    const result: { rows: { hash: string }[] } = await transaction.raw(APPEND, [
      JSON.stringify(rows),
    ]);
    return new Set(result.rows.map(({ hash }) => hash.replaceAll('-', '')));
  }

  async load(
    scopes: readonly string[],
    transaction: Knex = this.#db,
  ): Promise<Fact[]> {
    if (!scopes.length) return [];
    const result: { rows: { body: Fact }[] } = await transaction.raw(
      'select body from facts where scope = any(?)',
      [[...scopes]],
    );
    return result.rows.map(({ body }) => body);
  }
}

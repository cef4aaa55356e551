import type { Knex } from 'knex';
import type { QuarantineStore } from '../database/QuarantineStore';

/**
 * Deletes what is older than it is kept: facts, and deliveries that nobody understood. The components
 * concerned are computed again, so that the numbers stay those of the facts; the first deployment that
 * is left becomes the first there is.
 *
 * @returns how many facts were deleted
 */
export async function prune(options: {
  db: Knex;
  quarantine: QuarantineStore;
  /** Milliseconds; undefined keeps all facts. */
  retention: number | undefined;
  quarantineRetention: number;
  now: number;
}): Promise<number> {
  const { db, quarantine, retention, quarantineRetention, now } = options;
  await quarantine.prune(new Date(now - quarantineRetention));
  if (retention === undefined) return 0;
  return db.transaction(async tx => {
    await tx.raw('select 1 from processor where id = 1 for update');
    // What is still said of something, as of an incident that goes on, keeps all that was said of it.
    const deleted: { rows: { scope: string }[] } = await tx.raw(
      `delete from facts f where f.at < ? and not exists (
         select 1 from facts later where later.scope = f.scope and later.at >= ?
           and f.scope like 'i:%')
       returning f.scope`,
      [now - retention, now - retention],
    );
    const scopes = [...new Set(deleted.rows.map(({ scope }) => scope))];
    if (!scopes.length) return 0;
    await tx.raw(
      `insert into pending (scope, fact_id)
       select distinct 'c:' || uid, null::bigint from (
         select uid from components where 'c:' || uid = any(:scopes)
         union select uid from components where 'r:' || (definition->>'repository') = any(:scopes)
         union select component from component_scopes where scope = any(:scopes)
       ) concerned`,
      { scopes },
    );
    return deleted.rows.length;
  });
}

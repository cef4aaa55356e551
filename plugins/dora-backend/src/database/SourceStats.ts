import type { Fact } from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';

/** What a source has brought. */
export interface SourceRow {
  collector: string;
  deliveries: number;
  refused: number;
  facts: number;
  duplicates: number;
  byType: Record<string, number>;
  lastReceivedAt?: string;
  lastEventAt?: string;
  lastRefusedAt?: string;
}

interface Count {
  deliveries: number;
  refused: number;
  facts: number;
  duplicates: number;
  byType: Map<string, number>;
  receivedAt: number;
  eventAt: number;
  refusedAt: number;
}

const NOTHING = (): Count => ({
  deliveries: 0,
  refused: 0,
  facts: 0,
  duplicates: 0,
  byType: new Map(),
  receivedAt: 0,
  eventAt: 0,
  refusedAt: 0,
});

function instant(milliseconds: number): string | null {
  return milliseconds ? new Date(milliseconds).toISOString() : null;
}

/** Counts what each source brings, in memory first: a row for each source would be a hot row. */
export class SourceStats {
  readonly #db: Knex;
  #counts = new Map<string, Count>();

  static create(options: { db: Knex }): SourceStats {
    return new SourceStats(options.db);
  }

  private constructor(db: Knex) {
    this.#db = db;
  }

  delivered(
    collector: string,
    facts: readonly { type: Fact['type']; at: number }[],
    added: number,
  ): void {
    const count = this.#of(collector);
    count.deliveries += 1;
    count.facts += added;
    count.duplicates += facts.length - added;
    count.receivedAt = Date.now();
    for (const { type, at } of facts) {
      count.byType.set(type, (count.byType.get(type) ?? 0) + 1);
      count.eventAt = Math.max(count.eventAt, at);
    }
  }

  refused(collector: string): void {
    const count = this.#of(collector);
    count.refused += 1;
    count.refusedAt = Date.now();
  }

  /** Writes what was counted since the last time. */
  async flush(): Promise<void> {
    const counts = this.#counts;
    this.#counts = new Map();
    for (const [collector, count] of [...counts].sort()) {
      await this.#db.raw(
        `insert into sources as s (collector, deliveries, refused, facts, duplicates, by_type,
           last_received_at, last_event_at, last_refused_at)
         values (?, ?, ?, ?, ?, ?::json, ?, ?, ?)
         on conflict (collector) do update set
           deliveries = s.deliveries + excluded.deliveries,
           refused = s.refused + excluded.refused,
           facts = s.facts + excluded.facts,
           duplicates = s.duplicates + excluded.duplicates,
           by_type = (
             select coalesce(json_object_agg(key, total), '{}') from (
               select key, sum(value::bigint) as total from (
                 select * from json_each_text(s.by_type)
                 union all select * from json_each_text(excluded.by_type)
               ) both_sides group by key order by key
             ) summed
           ),
           last_received_at = greatest(s.last_received_at, excluded.last_received_at),
           last_event_at = greatest(s.last_event_at, excluded.last_event_at),
           last_refused_at = greatest(s.last_refused_at, excluded.last_refused_at)`,
        [
          collector,
          count.deliveries,
          count.refused,
          count.facts,
          count.duplicates,
          JSON.stringify(Object.fromEntries(count.byType)),
          instant(count.receivedAt),
          instant(count.eventAt),
          instant(count.refusedAt),
        ],
      );
    }
  }

  async list(): Promise<SourceRow[]> {
    await this.flush();
    const rows: {
      collector: string;
      deliveries: string;
      refused: string;
      facts: string;
      duplicates: string;
      by_type: Record<string, number>;
      last_received_at: Date | null;
      last_event_at: Date | null;
      last_refused_at: Date | null;
    }[] = await this.#db('sources').orderBy('collector').select();
    return rows.map(row => ({
      collector: row.collector,
      deliveries: Number(row.deliveries),
      refused: Number(row.refused),
      facts: Number(row.facts),
      duplicates: Number(row.duplicates),
      byType: row.by_type,
      ...(row.last_received_at && {
        lastReceivedAt: row.last_received_at.toISOString(),
      }),
      ...(row.last_event_at && {
        lastEventAt: row.last_event_at.toISOString(),
      }),
      ...(row.last_refused_at && {
        lastRefusedAt: row.last_refused_at.toISOString(),
      }),
    }));
  }

  #of(collector: string): Count {
    const count = this.#counts.get(collector) ?? NOTHING();
    this.#counts.set(collector, count);
    return count;
  }
}

import {
  DeliverySum,
  summariseSum,
  type DeliverySumData,
} from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import { addDays } from './dates';

/** The windows that are always ready, in days. */
export const SNAPSHOT_DAYS = [7, 30, 90, 180] as const;

/** What changed on which day of a scope. */
export type ScopeDeltas = ReadonlyMap<string, ReadonlyMap<string, DeliverySum>>;

/** What a scope is, as far as its snapshots go. */
export interface ScopeFacts {
  hasIncidentSource: boolean;
  /** The current local date. */
  today: string;
}

interface SnapshotRow {
  generation: number;
  days: number;
  scope: string;
  last_date: string;
  sum: DeliverySumData;
}

/** `component`, `group` … of a scope. */
export function kindOf(scope: string): string {
  return scope.split(':', 1)[0].toLowerCase();
}

function rowOf(
  place: { generation: number; days: number; scope: string; last_date: string },
  sum: DeliverySum,
  { hasIncidentSource }: ScopeFacts,
) {
  const metrics = summariseSum(sum, { hasIncidentSource });
  return {
    ...place,
    kind: kindOf(place.scope),
    sum,
    metrics,
    deployments: metrics.deploymentFrequency.value,
    lead_time: metrics.changeLeadTime.p50,
    fail_rate: metrics.changeFailRate.value,
    recovery_time: metrics.failedDeploymentRecoveryTime.p50,
    rework_rate: metrics.deploymentReworkRate.value,
  };
}

/** Days of some scopes, from the first date on and before another. */
export async function readCells(
  db: Knex,
  query: { generation: number; scopes: string[]; from: string; before: string },
): Promise<{ scope: string; date: string; sum: DeliverySumData }[]> {
  const { generation, scopes, from, before } = query;
  const result: {
    rows: { scope: string; date: string; sum: DeliverySumData }[];
  } = await db.raw(
    `select scope, date, sum from cells
     where generation = ? and scope = any(?) and date >= ? and date < ?`,
    [generation, scopes, from, before],
  );
  return result.rows;
}

/**
 * Adds what changed to the snapshots of the scopes concerned. One that ends on another day than today
 * is made anew from its days, which must be up to date.
 */
export async function writeSnapshots(
  db: Knex,
  options: {
    generation: number;
    deltas: ScopeDeltas;
    factsOf(scope: string): ScopeFacts;
  },
): Promise<void> {
  const { generation, deltas, factsOf } = options;
  const scopes = [...deltas.keys()];
  if (!scopes.length) return;
  const known: { rows: SnapshotRow[] } = await db.raw(
    `select scope, days, last_date, sum from snapshots
     where generation = ? and scope = any(?)`,
    [generation, scopes],
  );
  const sums = new Map(
    known.rows.map(row => [`${row.days} ${row.scope}`, row]),
  );
  const stale = scopes.filter(scope =>
    SNAPSHOT_DAYS.some(
      days => sums.get(`${days} ${scope}`)?.last_date !== factsOf(scope).today,
    ),
  );
  const rebuilt = await sumsOf(db, { generation, scopes: stale, factsOf });
  const rows = scopes.flatMap(scope => {
    const facts = factsOf(scope);
    return SNAPSHOT_DAYS.flatMap(days => {
      const place = { generation, days, scope, last_date: facts.today };
      const made = rebuilt.get(`${days} ${scope}`);
      if (made) return rowOf(place, made, facts);
      const from = addDays(facts.today, 1 - days);
      const touched = [...(deltas.get(scope) ?? [])].filter(
        ([date]) => date >= from && date <= facts.today,
      );
      if (!touched.length) return [];
      const sum = DeliverySum.fromJSON(
        sums.get(`${days} ${scope}`)?.sum ?? { counts: {} },
      );
      for (const [, delta] of touched) sum.add(delta);
      return rowOf(place, sum, facts);
    });
  });
  await upsert(db, rows);
}

/** Sums of all windows of some scopes, from their days. */
async function sumsOf(
  db: Knex,
  options: {
    generation: number;
    scopes: string[];
    factsOf(scope: string): ScopeFacts;
  },
): Promise<Map<string, DeliverySum>> {
  const { generation, scopes, factsOf } = options;
  const sums = new Map<string, DeliverySum>();
  if (!scopes.length) return sums;
  const todays = scopes.map(scope => factsOf(scope).today).sort();
  const longest = SNAPSHOT_DAYS[SNAPSHOT_DAYS.length - 1];
  const cells = await readCells(db, {
    generation,
    scopes,
    from: addDays(todays[0], 1 - longest),
    before: addDays(todays[todays.length - 1], 1),
  });
  for (const scope of scopes) {
    for (const days of SNAPSHOT_DAYS) {
      sums.set(`${days} ${scope}`, new DeliverySum());
    }
  }
  for (const { scope, date, sum: data } of cells) {
    const { today } = factsOf(scope);
    if (date > today) continue;
    const sum = DeliverySum.fromJSON(data);
    for (const days of SNAPSHOT_DAYS) {
      if (date >= addDays(today, 1 - days)) {
        sums.get(`${days} ${scope}`)?.add(sum);
      }
    }
  }
  return sums;
}

/** Makes the snapshots of some scopes anew from their days. */
export async function rebuildSnapshots(
  db: Knex,
  options: {
    generation: number;
    scopes: string[];
    factsOf(scope: string): ScopeFacts;
  },
): Promise<void> {
  const { generation, scopes, factsOf } = options;
  const sums = await sumsOf(db, options);
  await upsert(
    db,
    scopes.flatMap(scope =>
      SNAPSHOT_DAYS.flatMap(days => {
        const sum = sums.get(`${days} ${scope}`);
        const facts = factsOf(scope);
        return sum
          ? rowOf(
              { generation, days, scope, last_date: facts.today },
              sum,
              facts,
            )
          : [];
      }),
    ),
  );
}

async function upsert(db: Knex, rows: ReturnType<typeof rowOf>[]) {
  if (!rows.length) return;
  await db.raw(
    `insert into snapshots (generation, days, scope, kind, last_date, sum, metrics,
       deployments, lead_time, fail_rate, recovery_time, rework_rate)
     select * from json_to_recordset(?::json) as x(generation int, days int, scope text,
       kind text, last_date text, sum json, metrics json, deployments int,
       lead_time float8, fail_rate float8, recovery_time float8, rework_rate float8)
     on conflict (generation, days, scope) do update set
       last_date = excluded.last_date, sum = excluded.sum, metrics = excluded.metrics,
       deployments = excluded.deployments, lead_time = excluded.lead_time,
       fail_rate = excluded.fail_rate, recovery_time = excluded.recovery_time,
       rework_rate = excluded.rework_rate`,
    [JSON.stringify(rows)],
  );
}

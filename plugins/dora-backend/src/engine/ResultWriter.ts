import {
  DeliverySum,
  type ComponentChange,
  type DeliverySumData,
} from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import { writeSnapshots } from '../database/SnapshotWriter';
import type { Roster } from './Roster';

/** What facts changed about a component. */
export interface ComponentResult {
  component: string;
  /** By how much each day changed. */
  days: { date: string; delta: DeliverySum }[];
  /** New or different deployments. */
  deployments: ComponentChange['deployments'];
  /** Ids of deployments that are no more. */
  removed: string[];
}

/** What changed, by as much as it changed. */
export function resultOf(
  component: string,
  change: ComponentChange,
): ComponentResult {
  return {
    component,
    days: change.days.map(({ date, before, after }) => {
      const delta = new DeliverySum();
      if (after) delta.addCell(after);
      if (before) delta.addCell(before, -1);
      return { date, delta };
    }),
    deployments: change.deployments,
    removed: change.removed,
  };
}

type Deltas = Map<string, Map<string, DeliverySum>>;

function deltaAt(deltas: Deltas, scope: string, date: string): DeliverySum {
  const days = deltas.get(scope) ?? new Map<string, DeliverySum>();
  deltas.set(scope, days);
  const delta = days.get(date) ?? new DeliverySum();
  days.set(date, delta);
  return delta;
}

/** By how much each day of each scope changed, the components themselves included. */
function deltasOf(results: readonly ComponentResult[], roster: Roster): Deltas {
  const deltas: Deltas = new Map();
  for (const { component, days } of results) {
    for (const { date, delta } of days) {
      for (const scope of [component, ...roster.scopesOf(component, date)]) {
        deltaAt(deltas, scope, date).add(delta);
      }
    }
  }
  return deltas;
}

async function writeDeployments(
  db: Knex,
  generation: number,
  results: readonly ComponentResult[],
) {
  const removed = results.flatMap(({ component, removed: ids }) =>
    ids.map(id => ({ component, id })),
  );
  if (removed.length) {
    await db.raw(
      `delete from deployments d using json_to_recordset(?::json) as x(component text, id text)
       where d.generation = ? and d.component = x.component and d.id = x.id`,
      [JSON.stringify(removed), generation],
    );
  }
  const rows = results.flatMap(({ component, deployments }) =>
    deployments.map(({ date, deployment, samples }) => ({
      component,
      id: deployment.id,
      finished_at: deployment.finishedAt,
      date,
      failed: deployment.failed,
      rework: deployment.rework.length > 0,
      succeeded: deployment.result === 'succeeded',
      changes: deployment.changes.length,
      data: { ...deployment, samples },
    })),
  );
  if (!rows.length) return;
  await db.raw(
    `insert into deployments (generation, component, id, finished_at, date, failed,
       rework, succeeded, changes, data)
     select ?, * from json_to_recordset(?::json) as x(component text, id text,
       finished_at bigint, date text, failed boolean, rework boolean, succeeded boolean,
       changes int, data json)
     on conflict (generation, component, id) do update set
       finished_at = excluded.finished_at, date = excluded.date, failed = excluded.failed,
       rework = excluded.rework, succeeded = excluded.succeeded, changes = excluded.changes,
       data = excluded.data`,
    [generation, JSON.stringify(rows)],
  );
}

async function writeCells(db: Knex, generation: number, deltas: Deltas) {
  const touched = [...deltas].flatMap(([scope, days]) =>
    [...days.keys()].map(date => ({ scope, date })),
  );
  if (!touched.length) return;
  const known: {
    rows: { scope: string; date: string; sum: DeliverySumData }[];
  } = await db.raw(
    `select c.scope, c.date, c.sum from cells c
     join json_to_recordset(?::json) as x(scope text, date text) using (scope, date)
     where c.generation = ?`,
    [JSON.stringify(touched), generation],
  );
  const before = new Map(
    known.rows.map(row => [`${row.date} ${row.scope}`, row.sum]),
  );
  const kept: { scope: string; date: string; sum: DeliverySum }[] = [];
  const emptied: { scope: string; date: string }[] = [];
  for (const { scope, date } of touched) {
    const delta = deltas.get(scope)?.get(date);
    if (!delta || delta.isEmpty) continue;
    const last = before.get(`${date} ${scope}`);
    const sum = last ? DeliverySum.fromJSON(last) : new DeliverySum();
    sum.add(delta);
    if (sum.isEmpty) emptied.push({ scope, date });
    else kept.push({ scope, date, sum });
  }
  if (emptied.length) {
    await db.raw(
      `delete from cells c using json_to_recordset(?::json) as x(scope text, date text)
       where c.generation = ? and c.scope = x.scope and c.date = x.date`,
      [JSON.stringify(emptied), generation],
    );
  }
  if (kept.length) {
    await db.raw(
      `insert into cells (generation, scope, date, sum)
       select ?, * from json_to_recordset(?::json) as x(scope text, date text, sum json)
       on conflict (generation, scope, date) do update set sum = excluded.sum`,
      [generation, JSON.stringify(kept)],
    );
  }
}

/** Writes what changed about components, and about everything they count for. */
export async function writeResults(
  db: Knex,
  options: {
    generation: number;
    results: readonly ComponentResult[];
    roster: Roster;
    /** Left out while a whole set is built: they are made at its end. */
    withSnapshots?: boolean;
  },
): Promise<void> {
  const { generation, results, roster, withSnapshots = true } = options;
  const deltas = deltasOf(results, roster);
  await writeDeployments(db, generation, results);
  await writeCells(db, generation, deltas);
  if (withSnapshots) {
    await writeSnapshots(db, {
      generation,
      deltas,
      factsOf: scope => roster.factsOf(scope),
    });
  }
}

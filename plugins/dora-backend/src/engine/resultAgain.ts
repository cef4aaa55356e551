import { DeliverySum, type ComponentRollup } from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import { FIRST_DATE, LAST_DATE } from '../database/dates';
import { readCells } from '../database/SnapshotWriter';
import type { ComponentResult } from './ResultWriter';

/** A component as it is computed, against what is stored of it: what must be written. */
export async function resultAgain(
  db: Knex,
  options: {
    component: string;
    rollup: ComponentRollup;
    generation: number;
  },
): Promise<ComponentResult> {
  const { component, rollup, generation } = options;
  const deltas = new Map<string, DeliverySum>();
  for (const cell of rollup.cells()) {
    deltas.set(cell.date, DeliverySum.of([cell]));
  }
  const stored = await readCells(db, {
    generation,
    scopes: [component],
    from: FIRST_DATE,
    before: LAST_DATE,
  });
  for (const { date, sum } of stored) {
    const delta = deltas.get(date) ?? new DeliverySum();
    delta.add(DeliverySum.fromJSON(sum), -1);
    deltas.set(date, delta);
  }
  const deployments = rollup.deployments();
  const ids = new Set(deployments.map(({ deployment: { id } }) => id));
  const known: { id: string }[] = await db('deployments')
    .where({ generation, component })
    .select('id');
  return {
    component,
    days: [...deltas]
      .filter(([, delta]) => !delta.isEmpty)
      .map(([date, delta]) => ({ date, delta })),
    deployments,
    removed: known.flatMap(({ id }) => (ids.has(id) ? [] : id)),
  };
}

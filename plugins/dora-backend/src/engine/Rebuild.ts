import { ComponentRollup, DEFINITION_VERSION } from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import type { Generation } from '../database/Generations';
import { rebuildSnapshots } from '../database/SnapshotWriter';
import { scopesOf, settledFacts } from './ComponentStates';
import { buildKey, type Processor, type Turn } from './Processor';
import { resultOf, writeResults } from './ResultWriter';

/** How many facts are computed in one step; between steps what arrives has its turn. */
const FACTS_A_STEP = 20_000;
const COMPONENTS_A_STEP = 500;
const SNAPSHOTS_A_STEP = 500;

/**
 * Computes a whole set of numbers beside the present one, step by step, and puts it in its place at
 * once. Readers see the old numbers until then, whole. A step that was cut off is done again.
 */
export class Rebuild {
  readonly #db: Knex;
  readonly #processor: Processor;

  constructor(options: { db: Knex; processor: Processor }) {
    this.#db = options.db;
    this.#processor = options.processor;
  }

  /** @returns the new set's number; undefined when one is being built */
  async begin(): Promise<number | undefined> {
    return this.#db.transaction(async tx => {
      await tx.raw('select 1 from processor where id = 1 for update');
      const building = await tx('generations')
        .where({ state: 'building' })
        .first();
      if (building) return undefined;
      const [{ generation }] = await tx('generations')
        .insert({ state: 'building', definition: DEFINITION_VERSION })
        .returning('generation');
      return generation;
    });
  }

  /** Begins when the present numbers are of another definition than this one's. */
  async beginIfOutdated(): Promise<void> {
    const [active]: Generation[] = await this.#db<Generation>('generations')
      .where({ state: 'active' })
      .orderBy('generation', 'desc')
      .limit(1);
    if (active?.definition === DEFINITION_VERSION) return;
    const [fact] = await this.#db('facts').limit(1).select('id');
    if (fact) await this.begin();
    else {
      await this.#db('generations')
        .where({ state: 'active' })
        .update({ definition: DEFINITION_VERSION, activated_at: new Date() });
    }
  }

  /** How many components are built. */
  async progress({
    cursor,
  }: Generation): Promise<{ done: number; total: number }> {
    const rows: { uid: string; owner: string | null }[] = await this.#db(
      'components',
    ).select('uid', 'owner');
    return {
      done: rows.filter(row => buildKey(row) <= cursor).length,
      total: rows.length,
    };
  }

  /**
   * Takes one step.
   *
   * @returns whether there is more to do
   */
  async step(): Promise<boolean> {
    const old = await this.#db.transaction(async tx => {
      const turn = await this.#processor.takeTurn(tx);
      if (!turn) return 'busy' as const;
      if (!turn.building) return undefined;
      const isDone = await this.#build(tx, turn, turn.building);
      if (!isDone) return 'building' as const;
      return this.#activate(tx, turn, turn.building);
    });
    if (old === 'busy' || old === 'building') return true;
    if (old?.length) await this.#drop(old);
    return false;
  }

  async #build(
    tx: Knex,
    { roster }: Turn,
    { generation, cursor }: Generation,
  ): Promise<boolean> {
    const left = [...roster.components.values()]
      .map(component => ({ component, key: buildKey(component) }))
      .filter(({ key }) => key > cursor)
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .slice(0, COMPONENTS_A_STEP);
    if (!left.length) return true;
    const scopes = await scopesOf(
      tx,
      left.map(({ component }) => component),
    );
    const counts = await factCounts(tx, [...scopes.values()].flat());
    const taken: typeof left = [];
    let size = 0;
    for (const one of left) {
      const own = scopes.get(one.component.uid) ?? [];
      size += own.reduce((sum, scope) => sum + (counts.get(scope) ?? 0), 0);
      if (taken.length && size > FACTS_A_STEP) break;
      taken.push(one);
    }
    const facts = await settledFacts(
      tx,
      taken.flatMap(({ component: { uid } }) => scopes.get(uid) ?? []),
    );
    const results = taken.map(({ component: { uid, definition, zone } }) =>
      resultOf(
        uid,
        ComponentRollup.create({ component: definition, zone }).apply(
          (scopes.get(uid) ?? []).flatMap(scope => facts.get(scope) ?? []),
        ),
      ),
    );
    await writeResults(tx, {
      generation,
      results,
      roster,
      withSnapshots: false,
    });
    await tx('generations')
      .where({ generation })
      .update({ cursor: taken[taken.length - 1].key });
    return false;
  }

  async #activate(
    tx: Knex,
    { roster }: Turn,
    { generation }: Generation,
  ): Promise<number[]> {
    const scopes: { scope: string }[] = await tx('cells')
      .where({ generation })
      .distinct('scope');
    for (let start = 0; start < scopes.length; start += SNAPSHOTS_A_STEP) {
      await rebuildSnapshots(tx, {
        generation,
        scopes: scopes
          .slice(start, start + SNAPSHOTS_A_STEP)
          .map(({ scope }) => scope),
        factsOf: scope => roster.factsOf(scope),
      });
    }
    const old: { generation: number }[] = await tx('generations')
      .where({ state: 'active' })
      .update({ state: 'retired' })
      .returning('generation');
    await tx('generations')
      .where({ generation })
      .update({ state: 'active', activated_at: new Date() });
    return old.map(row => row.generation);
  }

  async #drop(generations: readonly number[]) {
    for (const table of ['snapshots', 'cells', 'deployments']) {
      await this.#db.raw(`delete from ${table} where generation = any(?)`, [
        [...generations],
      ]);
    }
  }
}

async function factCounts(
  db: Knex,
  scopes: readonly string[],
): Promise<Map<string, number>> {
  const result: { rows: { scope: string; count: string }[] } = await db.raw(
    'select scope, count(*) from facts where scope = any(?) group by scope',
    [[...scopes]],
  );
  return new Map(result.rows.map(({ scope, count }) => [scope, Number(count)]));
}

import type { Knex } from 'knex';
import { rebuildSnapshots } from '../database/SnapshotWriter';
import type { Processor } from './Processor';

const AT_ONCE = 500;

/** Moves snapshots on to the next day: those of scopes where nothing happened too. */
export class SnapshotRoll {
  readonly #db: Knex;
  readonly #processor: Processor;

  constructor(options: { db: Knex; processor: Processor }) {
    this.#db = options.db;
    this.#processor = options.processor;
  }

  /** @returns how many scopes were moved on */
  async run(): Promise<number> {
    let moved = 0;
    for (;;) {
      const step = await this.#db.transaction(async tx => {
        const turn = await this.#processor.takeTurn(tx);
        const active = turn?.targets.find(({ state }) => state === 'active');
        if (!turn || !active) return 0;
        const { generation } = active;
        const rows: { scope: string; last: string }[] = await tx('snapshots')
          .where({ generation })
          .groupBy('scope')
          .orderBy('last')
          .select('scope')
          .min('last_date as last');
        const stale = rows
          .filter(
            ({ scope, last }) => last !== turn.roster.factsOf(scope).today,
          )
          .slice(0, AT_ONCE)
          .map(({ scope }) => scope);
        await rebuildSnapshots(tx, {
          generation,
          scopes: stale,
          factsOf: scope => turn.roster.factsOf(scope),
        });
        return stale.length;
      });
      if (!step) return moved;
      moved += step;
    }
  }
}

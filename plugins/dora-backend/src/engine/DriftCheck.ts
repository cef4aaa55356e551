import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { ComponentRollup, DeliverySum } from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import { FIRST_DATE, LAST_DATE } from '../database/dates';
import { readCells } from '../database/SnapshotWriter';
import { scopesOf, settledFacts } from './ComponentStates';
import type { Processor } from './Processor';
import { resultAgain } from './resultAgain';
import type { RosterComponent } from './Roster';

/** How many components are compared at a time. */
const AT_ONCE = 50;
const EXAMPLES = 20;

/** What a comparison found. */
export interface DriftReport {
  components: number;
  drifted: number;
  /** Scopes whose numbers are not what the facts say. */
  examples: string[];
}

/**
 * Computes everything from all facts again and compares: days of components with those of the facts,
 * days of groups and the organisation with the sums of their components. What differs is told, and
 * computed again.
 */
export class DriftCheck {
  readonly #options: {
    db: Knex;
    processor: Processor;
    logger: LoggerService;
    /** Called when something differs. */
    onDrift(report: DriftReport): Promise<void>;
  };
  #isRunning = false;

  constructor(options: {
    db: Knex;
    processor: Processor;
    logger: LoggerService;
    onDrift(report: DriftReport): Promise<void>;
  }) {
    this.#options = options;
  }

  /** @returns false when one is running in this process */
  startNow(): boolean {
    if (this.#isRunning) return false;
    this.run().catch(error =>
      this.#options.logger.error(
        'The numbers could not be compared with the facts',
        toError(error),
      ),
    );
    return true;
  }

  async run(): Promise<DriftReport> {
    this.#isRunning = true;
    try {
      return await this.#run();
    } finally {
      this.#isRunning = false;
    }
  }

  async #run(): Promise<DriftReport> {
    const { db, logger, onDrift } = this.#options;
    const [{ id }] = await db('checks')
      .insert({ started_at: new Date() })
      .returning('id');
    const report: DriftReport = { components: 0, drifted: 0, examples: [] };
    const note = (scope: string) => {
      report.drifted += 1;
      if (report.examples.length < EXAMPLES) report.examples.push(scope);
    };
    const components: RosterComponent[] = await db('components')
      .orderBy('uid')
      .select();
    for (let start = 0; start < components.length; start += AT_ONCE) {
      const some = components.slice(start, start + AT_ONCE);
      const drifted = await this.#compareComponents(some);
      drifted.forEach(note);
      report.components += some.length;
    }
    const scopes: { scope: string }[] = await db('memberships')
      .distinct('scope')
      .orderBy('scope');
    for (const { scope } of scopes) {
      if (await this.#isDriftedScope(scope)) note(scope);
    }
    await db('checks')
      .where({ id })
      .update({
        finished_at: new Date(),
        components: report.components,
        drifted: report.drifted,
        examples: JSON.stringify(report.examples),
      });
    if (report.drifted) {
      logger.error(
        `The numbers of ${report.drifted} components or groups were not what the facts say, for example ${report.examples[0]}; they are computed again`,
      );
      await onDrift(report);
    } else {
      logger.info(
        `The numbers of ${report.components} components are what the facts say`,
      );
    }
    return report;
  }

  /** Compared within a turn, so that nothing changes meanwhile. */
  async #compareComponents(
    components: readonly RosterComponent[],
  ): Promise<string[]> {
    return this.#inTurn(async (tx, generation) => {
      const scopes = await scopesOf(tx, components);
      const facts = await settledFacts(tx, [...scopes.values()].flat());
      const drifted: string[] = [];
      for (const { uid, definition, zone } of components) {
        const rollup = ComponentRollup.create({ component: definition, zone });
        rollup.apply(
          (scopes.get(uid) ?? []).flatMap(scope => facts.get(scope) ?? []),
        );
        const { days, removed, deployments } = await resultAgain(tx, {
          component: uid,
          rollup,
          generation,
        });
        const rows: { id: string; data: unknown }[] = await tx('deployments')
          .where({ generation, component: uid })
          .select('id', 'data');
        const stored = new Map(
          rows.map(({ id, data }) => [id, JSON.stringify(data)]),
        );
        const areRowsRight = deployments.every(
          ({ deployment, samples }) =>
            stored.get(deployment.id) ===
            JSON.stringify({ ...deployment, samples }),
        );
        if (days.length || removed.length || !areRowsRight) drifted.push(uid);
      }
      if (drifted.length) {
        // Snapshots may be right or wrong: they are made from the days.
        await tx('snapshots')
          .where({ generation })
          .whereIn('scope', drifted)
          .update({ last_date: '' });
        await tx('pending').insert(
          drifted.map(uid => ({ scope: `c:${uid}`, fact_id: null })),
        );
      }
      return drifted;
    });
  }

  async #isDriftedScope(scope: string): Promise<boolean> {
    return this.#inTurn(async (tx, generation) => {
      const parts: {
        rows: {
          date: string;
          sum: Parameters<typeof DeliverySum.fromJSON>[0];
        }[];
      } = await tx.raw(
        `select c.date, c.sum from cells c join memberships m on m.component = c.scope
           and m.scope = ? and c.date >= m.from_date and c.date < m.until_date
         where c.generation = ?`,
        [scope, generation],
      );
      const days = new Map<string, DeliverySum>();
      for (const { date, sum } of parts.rows) {
        const total = days.get(date) ?? new DeliverySum();
        total.add(DeliverySum.fromJSON(sum));
        days.set(date, total);
      }
      const stored = await readCells(tx, {
        generation,
        scopes: [scope],
        from: FIRST_DATE,
        before: LAST_DATE,
      });
      for (const { date, sum } of stored) {
        const total = days.get(date) ?? new DeliverySum();
        total.add(DeliverySum.fromJSON(sum), -1);
        days.set(date, total);
      }
      const wrong = [...days].filter(([, delta]) => !delta.isEmpty);
      for (const [date, delta] of wrong) {
        const before = stored.find(one => one.date === date);
        const sum = before
          ? DeliverySum.fromJSON(before.sum)
          : new DeliverySum();
        sum.add(delta);
        await tx('cells')
          .insert({ generation, scope, date, sum: JSON.stringify(sum) })
          .onConflict(['generation', 'scope', 'date'])
          .merge();
      }
      if (wrong.length) {
        await tx('snapshots').where({ generation, scope }).update({
          last_date: '',
        });
      }
      return wrong.length > 0;
    });
  }

  /** Waits for the turn: batches are short. */
  async #inTurn<T>(
    work: (tx: Knex, generation: number) => Promise<T>,
  ): Promise<T> {
    const { db, processor } = this.#options;
    return db.transaction(async tx => {
      await tx.raw('select 1 from processor where id = 1 for update');
      const turn = await processor.takeTurn(tx);
      const target = turn?.targets.find(({ state }) => state === 'active');
      if (!target) {
        throw new Error('The numbers are being replaced; compare them later.');
      }
      return work(tx, target.generation);
    });
  }
}

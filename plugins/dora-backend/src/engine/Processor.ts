import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { DEFINITION_VERSION, type Fact } from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import type { Generation } from '../database/Generations';
import { ComponentStates } from './ComponentStates';
import { resultOf, writeResults, type ComponentResult } from './ResultWriter';
import { Roster } from './Roster';
import { resultAgain } from './resultAgain';

interface PendingRow {
  id: string;
  scope: string;
  fact_id: string | null;
  body: Fact | null;
}

/** What the processor must know of the configuration. */
export interface ProcessorOptions {
  db: Knex;
  logger: LoggerService;
  zone: string;
  zones: ReadonlyMap<string, string>;
  /** How many facts are taken at a time. */
  batchSize?: number;
  /** How many facts are held in memory, of the components used last. */
  maxFacts?: number;
  now?: () => number;
}

/** Work on one component: new facts, or everything again. */
interface Work {
  facts: Fact[];
  again: boolean;
}

/**
 * Turns facts into numbers, batch by batch, each in one transaction: a batch is in the numbers whole or
 * not at all. Of several replicas one works at a time. Rows that many facts touch, as those of the
 * organisation, are written once a batch.
 */
export class Processor {
  readonly #options: ProcessorOptions;
  readonly #states: ComponentStates;
  #epoch = '';
  #roster: { version: string; day: number; roster: Roster } | undefined;

  static create(options: ProcessorOptions): Processor {
    return new Processor(options);
  }

  private constructor(options: ProcessorOptions) {
    this.#options = options;
    this.#states = new ComponentStates({
      maxFacts: options.maxFacts ?? 100_000,
    });
  }

  /**
   * Works on one batch.
   *
   * @returns how many facts it took; `busy` when another replica is at work
   */
  async runBatch(): Promise<number | 'busy'> {
    try {
      return await this.#options.db.transaction(async tx => {
        const turn = await this.takeTurn(tx);
        if (!turn) return 'busy';
        const pending: { rows: PendingRow[] } = await tx.raw(
          `select p.id, p.scope, p.fact_id, f.body from pending p
           left join facts f on f.id = p.fact_id order by p.id limit ?`,
          [this.#options.batchSize ?? 1000],
        );
        if (!pending.rows.length) return 0;
        const work = await this.#assign(tx, turn.roster, pending.rows);
        const results = await this.#apply(tx, turn, work);
        for (const { generation } of turn.targets) {
          await writeResults(tx, {
            generation,
            results: this.#builtIn(results, turn, generation),
            roster: turn.roster,
          });
        }
        await tx.raw('delete from pending where id = any(?)', [
          pending.rows.map(({ id }) => id),
        ]);
        return pending.rows.length;
      });
    } catch (error) {
      this.forget();
      throw error;
    } finally {
      this.#states.trim();
    }
  }

  /** Drops everything that is held in memory. */
  forget(): void {
    this.#states.clear();
    this.#epoch = '';
    this.#roster = undefined;
  }

  /**
   * Takes the turn until the end of the transaction.
   *
   * @returns undefined when another replica has it
   */
  async takeTurn(tx: Knex): Promise<Turn | undefined> {
    const taken: { rows: { epoch: string; roster: string }[] } = await tx.raw(
      `update processor set epoch = epoch + 1 where id in (
         select id from processor where id = 1 for update skip locked
       ) returning epoch, roster`,
    );
    const [row] = taken.rows;
    if (!row) return undefined;
    if (BigInt(row.epoch) !== BigInt(this.#epoch || -2) + 1n) {
      this.#states.clear();
      this.#roster = undefined;
    }
    this.#epoch = row.epoch;
    const now = this.#options.now?.() ?? Date.now();
    const hour = Math.floor(now / 900_000);
    if (this.#roster?.version !== row.roster || this.#roster.day !== hour) {
      const { zone, zones } = this.#options;
      const roster = await Roster.load(tx, { zone, zones, now });
      this.#roster = { version: row.roster, day: hour, roster };
    }
    const generations = await tx<Generation>('generations')
      .whereIn('state', ['active', 'building'])
      .orderBy('generation')
      .select();
    const building = generations.find(({ state }) => state === 'building');
    const targets = generations.filter(
      // Numbers of another definition stand still until the new ones are complete.
      ({ state, definition }) =>
        state === 'building' ||
        !building ||
        definition === '' ||
        definition === DEFINITION_VERSION,
    );
    return { roster: this.#roster.roster, targets, building };
  }

  #builtIn(
    results: readonly ComponentResult[],
    { building, roster }: Turn,
    generation: number,
  ): readonly ComponentResult[] {
    if (building?.generation !== generation) return results;
    return results.filter(({ component }) => {
      const one = roster.components.get(component);
      return one && buildKey(one) <= building.cursor;
    });
  }

  async #assign(
    tx: Knex,
    roster: Roster,
    rows: readonly PendingRow[],
  ): Promise<Map<string, Work>> {
    const tied = rows
      .map(({ scope }) => scope)
      .filter(scope => scope.startsWith('i:') || scope.startsWith('a:'));
    const ties: { rows: { component: string; scope: string }[] } = tied.length
      ? await tx.raw(
          'select component, scope from component_scopes where scope = any(?)',
          [tied],
        )
      : { rows: [] };
    const byScope = new Map<string, string[]>();
    for (const { component, scope } of ties.rows) {
      byScope.set(scope, [...(byScope.get(scope) ?? []), component]);
    }
    const work = new Map<string, Work>();
    for (const { scope, fact_id, body } of rows) {
      const name = scope.slice(2);
      let components: readonly string[] = byScope.get(scope) ?? [];
      if (scope.startsWith('c:')) components = [name];
      if (scope.startsWith('r:')) {
        components = roster.componentsOfRepository(name);
      }
      for (const uid of components) {
        if (!roster.components.has(uid)) continue;
        const one = work.get(uid) ?? { facts: [], again: false };
        if (fact_id === null) one.again = true;
        else if (body) one.facts.push(body);
        work.set(uid, one);
      }
    }
    return work;
  }

  async #apply(
    tx: Knex,
    { roster, targets }: Turn,
    work: ReadonlyMap<string, Work>,
  ): Promise<ComponentResult[]> {
    const results: ComponentResult[] = [];
    const uids = [...work.keys()].sort();
    uids
      .filter(uid => work.get(uid)?.again)
      .forEach(uid => this.#states.forget(uid));
    const components = uids.flatMap(uid => roster.components.get(uid) ?? []);
    const states = await this.#states.get(tx, components);
    for (const uid of uids) {
      const { facts, again } = work.get(uid) ?? { facts: [], again: false };
      const held = states.get(uid);
      if (!held) continue;
      try {
        const change = held.state.rollup.apply([...held.joined, ...facts]);
        results.push(
          again
            ? await resultAgain(tx, {
                component: uid,
                rollup: held.state.rollup,
                generation: targets[0].generation,
              })
            : resultOf(uid, change),
        );
      } catch (error) {
        this.#states.forget(uid);
        this.#options.logger.error(
          `The delivery of ${uid} could not be computed; its numbers stay as they were`,
          toError(error),
        );
      }
    }
    return results;
  }
}

/** What whoever has the turn works with. */
export interface Turn {
  roster: Roster;
  /** The sets of numbers to write to. */
  targets: Generation[];
  building: Generation | undefined;
}

/** The order in which components are built: those of one owner together. */
export function buildKey(component: {
  owner: string | null;
  uid: string;
}): string {
  return `${component.owner ?? ''} ${component.uid}`;
}

import { ComponentRollup, type Fact } from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import type { RosterComponent } from './Roster';

/** A component in memory, exactly as it is in the tables. */
export interface ComponentState {
  rollup: ComponentRollup;
  /** The scopes whose facts it holds. */
  scopes: Set<string>;
}

/** The scopes of facts that concern components, beside the ones that are tied to them. */
export async function scopesOf(
  db: Knex,
  components: readonly RosterComponent[],
): Promise<Map<string, string[]>> {
  const scopes = new Map(
    components.map(({ uid, definition: { repository } }) => [
      uid,
      [`c:${uid}`, ...(repository === undefined ? [] : [`r:${repository}`])],
    ]),
  );
  const ties: { rows: { component: string; scope: string }[] } = await db.raw(
    'select component, scope from component_scopes where component = any(?)',
    [[...scopes.keys()]],
  );
  for (const { component, scope } of ties.rows) {
    scopes.get(component)?.push(scope);
  }
  return scopes;
}

/** Facts of scopes that are in the numbers already. */
export async function settledFacts(
  db: Knex,
  scopes: readonly string[],
): Promise<Map<string, Fact[]>> {
  const facts = new Map<string, Fact[]>();
  if (!scopes.length) return facts;
  const result: { rows: { scope: string; body: Fact }[] } = await db.raw(
    `select f.scope, f.body from facts f
     where f.scope = any(?)
       and not exists (select 1 from pending p where p.fact_id = f.id)`,
    [[...new Set(scopes)]],
  );
  for (const { scope, body } of result.rows) {
    const known = facts.get(scope);
    if (known) known.push(body);
    else facts.set(scope, [body]);
  }
  return facts;
}

/**
 * Components in memory: the ones that were used last. They must be forgotten when a transaction fails
 * or another replica has worked.
 */
export class ComponentStates {
  readonly #states = new Map<string, ComponentState>();
  readonly #maxFacts: number;

  constructor(options: { maxFacts: number }) {
    this.#maxFacts = options.maxFacts;
  }

  clear(): void {
    this.#states.clear();
  }

  forget(uid: string): void {
    this.#states.delete(uid);
  }

  /** The states of some components, with the facts of new scopes that they do not hold yet. */
  async get(
    db: Knex,
    components: readonly RosterComponent[],
  ): Promise<Map<string, { state: ComponentState; joined: Fact[] }>> {
    const scopes = await scopesOf(db, components);
    const missing = [...scopes].flatMap(([uid, all]) => {
      const held = this.#states.get(uid)?.scopes;
      return all.filter(scope => !held?.has(scope));
    });
    const facts = await settledFacts(db, missing);
    return new Map(
      components.map(({ uid, definition, zone }) => {
        const all = scopes.get(uid) ?? [];
        const known = this.#states.get(uid);
        const state = known ?? {
          rollup: ComponentRollup.create({ component: definition, zone }),
          scopes: new Set<string>(),
        };
        const joined = all
          .filter(scope => !state.scopes.has(scope))
          .flatMap(scope => facts.get(scope) ?? []);
        all.forEach(scope => state.scopes.add(scope));
        if (!known) state.rollup.apply(joined);
        this.#states.delete(uid);
        this.#states.set(uid, state);
        return [uid, { state, joined: known ? joined : [] }];
      }),
    );
  }

  /** Lets go of those that were not used for longest. */
  trim(): void {
    let total = 0;
    for (const { rollup } of this.#states.values()) total += rollup.size;
    for (const [uid, { rollup }] of this.#states) {
      if (total <= this.#maxFacts) return;
      this.#states.delete(uid);
      total -= rollup.size;
    }
  }
}

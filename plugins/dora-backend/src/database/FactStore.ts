import type { Fact } from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import type { FactRow } from './factRow';

/** A fact with who brought it. */
export type CollectedFact = FactRow & { collector: string };

/** Keeps facts. What is kept is never changed; what is known is not kept twice. */
export interface FactStore {
  /**
   * Resolves when everything is durable.
   *
   * @returns the hashes of those that were not known before
   */
  append(
    rows: readonly CollectedFact[],
    transaction?: Knex,
  ): Promise<Set<string>>;
  /** All facts of some scopes. */
  load(scopes: readonly string[], transaction?: Knex): Promise<Fact[]>;
}

import { ServiceUnavailableError } from '@backstage/errors';
import type { Knex } from 'knex';

/** One complete set of numbers. */
export interface Generation {
  generation: number;
  state: 'building' | 'active' | 'retired';
  definition: string;
  started_at: Date;
  activated_at: Date | null;
  /** The last component that is built. */
  cursor: string;
}

/** The number of the set that readers see. */
export async function activeGeneration(db: Knex): Promise<number> {
  const row: Generation | undefined = await db<Generation>('generations')
    .where({ state: 'active' })
    .orderBy('generation', 'desc')
    .first();
  if (!row) throw new ServiceUnavailableError('There are no numbers yet.');
  return row.generation;
}

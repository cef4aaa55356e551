import type { Pool } from 'pg';
import type { Hook, Repository } from '../types';
import type { Row } from './AccountStore';

/** One event on its way to one hook. */
export interface Delivery {
  id: string;
  uuid: string;
  hook: Hook;
  event: string;
  payload: string;
  /** How often it was tried before. */
  attempts: number;
}

function toHook(row: Row): Hook {
  return {
    id: row.id as number,
    repositoryId: row.repository_id as number,
    type: row.type as string,
    url: row.url as string,
    contentType: row.content_type as Hook['contentType'],
    secret: row.secret as string,
    events: row.events as string[],
    active: row.active as boolean,
    branchFilter: row.branch_filter as string,
    createdAt: row.created_at as Date,
    updatedAt: row.updated_at as Date,
  };
}

/** Hooks and the queue of their deliveries, which outlives a restart. */
export class HookStore {
  constructor(private readonly pool: Pool) {}

  async list(repository: Repository): Promise<Hook[]> {
    const { rows } = await this.pool.query<Row>(
      'SELECT * FROM git.hooks WHERE repository_id = $1 ORDER BY id',
      [repository.id],
    );
    return rows.map(toHook);
  }

  async get(repository: Repository, id: number): Promise<Hook | undefined> {
    return (await this.list(repository)).find(hook => hook.id === id);
  }

  /** Makes a hook, or changes the one of that id. */
  async save(
    repository: Repository,
    hook: Omit<Hook, 'id' | 'repositoryId' | 'createdAt' | 'updatedAt'>,
    id?: number,
  ): Promise<Hook> {
    const values = [
      repository.id,
      hook.type,
      hook.url,
      hook.contentType,
      hook.secret,
      hook.events,
      hook.active,
      hook.branchFilter,
    ];
    const { rows } = await this.pool.query<Row>(
      id === undefined
        ? `INSERT INTO git.hooks (repository_id, type, url, content_type, secret, events, active, branch_filter)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *`
        : `UPDATE git.hooks SET type = $2, url = $3, content_type = $4, secret = $5,
             events = $6, active = $7, branch_filter = $8, updated_at = now()
           WHERE repository_id = $1 AND id = $9 RETURNING *`,
      id === undefined ? values : [...values, id],
    );
    return toHook(rows[0] ?? {});
  }

  async remove(repository: Repository, id: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      'DELETE FROM git.hooks WHERE repository_id = $1 AND id = $2',
      [repository.id, id],
    );
    return rowCount === 1;
  }

  async enqueue(hook: Hook, event: string, payload: unknown): Promise<void> {
    await this.pool.query(
      'INSERT INTO git.deliveries (hook_id, event, payload) VALUES ($1, $2, $3)',
      [hook.id, event, JSON.stringify(payload)],
    );
  }

  /** Deliveries whose time has come, in the order in which they happened. */
  async due(): Promise<Delivery[]> {
    const { rows } = await this.pool.query<Row>(
      `SELECT h.*, d.id AS delivery_id, d.uuid, d.event, d.payload, d.attempts
       FROM git.deliveries d JOIN git.hooks h ON h.id = d.hook_id
       WHERE d.next_at <= now() ORDER BY d.id LIMIT 50`,
    );
    return rows.map(row => ({
      id: row.delivery_id as string,
      uuid: row.uuid as string,
      hook: toHook(row),
      event: row.event as string,
      payload: row.payload as string,
      attempts: row.attempts as number,
    }));
  }

  /** Notes how a delivery went, and when it is to be tried again (if at all). */
  async settle(
    delivery: Delivery,
    outcome: string,
    retrySeconds: number | undefined,
  ): Promise<void> {
    await this.pool.query(
      `UPDATE git.deliveries SET attempts = attempts + 1, outcome = $2,
         next_at = now() + make_interval(secs => $3) WHERE id = $1`,
      [delivery.id, outcome, retrySeconds],
    );
    // The last hundred tell what went on; older ones that are done are dropped.
    await this.pool.query(
      'DELETE FROM git.deliveries WHERE hook_id = $1 AND next_at IS NULL AND id < $2::bigint - 100',
      [delivery.hook.id, delivery.id],
    );
  }
}

import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Pool } from 'pg';

const TABLE = 'identity_records';

/**
 * Makes the issuer's table if it is not there and drops what has expired.
 *
 * Sessions and refresh tokens live in the database so that people stay signed
 * in when the sandbox is started again.
 */
export async function migrateIdentity(pool: Pool): Promise<void> {
  await pool.query(`
    CREATE TABLE IF NOT EXISTS ${TABLE} (
      model text NOT NULL,
      id text NOT NULL,
      payload jsonb NOT NULL,
      grant_id text,
      uid text,
      user_code text,
      expires_at timestamptz,
      PRIMARY KEY (model, id)
    )`);
  await pool.query(
    `CREATE INDEX IF NOT EXISTS ${TABLE}_grant ON ${TABLE} (grant_id) WHERE grant_id IS NOT NULL`,
  );
  await pool.query(
    `CREATE INDEX IF NOT EXISTS ${TABLE}_uid ON ${TABLE} (uid) WHERE uid IS NOT NULL`,
  );
  await pool.query(`DELETE FROM ${TABLE} WHERE expires_at < now()`);
}

/** Keeps what `oidc-provider` has to remember in PostgreSQL; one instance for each model. */
export class PostgresAdapter implements Adapter {
  private constructor(
    private readonly pool: Pool,
    private readonly model: string,
  ) {}

  /** The factory that `oidc-provider` calls with the name of a model. */
  static factory(pool: Pool): (model: string) => PostgresAdapter {
    return model => new PostgresAdapter(pool, model);
  }

  async upsert(
    id: string,
    payload: AdapterPayload,
    expiresIn?: number,
  ): Promise<void> {
    await this.pool.query(
      `INSERT INTO ${TABLE} (model, id, payload, grant_id, uid, user_code, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7))
       ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload,
         grant_id = excluded.grant_id, uid = excluded.uid,
         user_code = excluded.user_code, expires_at = excluded.expires_at`,
      [
        this.model,
        id,
        JSON.stringify(payload),
        payload.grantId,
        payload.uid,
        payload.userCode,
        expiresIn,
      ],
    );
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.findBy('id', id);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.findBy('uid', uid);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.findBy('user_code', userCode);
  }

  async consume(id: string): Promise<void> {
    await this.pool.query(
      `UPDATE ${TABLE}
       SET payload = payload || jsonb_build_object('consumed', floor(extract(epoch FROM now())))
       WHERE model = $1 AND id = $2`,
      [this.model, id],
    );
  }

  async destroy(id: string): Promise<void> {
    await this.pool.query(`DELETE FROM ${TABLE} WHERE model = $1 AND id = $2`, [
      this.model,
      id,
    ]);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.pool.query(
      `DELETE FROM ${TABLE} WHERE model = $1 AND grant_id = $2`,
      [this.model, grantId],
    );
  }

  private async findBy(
    column: 'id' | 'uid' | 'user_code',
    value: string,
  ): Promise<AdapterPayload | undefined> {
    const { rows } = await this.pool.query<{ payload: AdapterPayload }>(
      `SELECT payload FROM ${TABLE} WHERE model = $1 AND ${column} = $2
       AND (expires_at IS NULL OR expires_at > now())`,
      [this.model, value],
    );
    return rows[0]?.payload;
  }
}

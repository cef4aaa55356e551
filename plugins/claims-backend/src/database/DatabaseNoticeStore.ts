import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { NoticeStore, Outcome } from './NoticeStore';

const TABLE = 'claim_notices';

interface Row {
  claim_uid: string;
  outcome: Outcome;
  told_at: Date;
}

/** Keeps notices in the plugin's own database. */
export class DatabaseNoticeStore implements NoticeStore {
  readonly #db: Knex;

  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseNoticeStore> {
    const { database } = options;
    const db = await database.getClient();
    if (!database.migrations?.skip) {
      await db.migrate.latest({
        directory: resolvePackagePath(
          '@cairn/plugin-claims-backend',
          'migrations',
        ),
      });
    }
    return new DatabaseNoticeStore(db);
  }

  private constructor(db: Knex) {
    this.#db = db;
  }

  async claim(uid: string, outcome: Outcome): Promise<boolean> {
    const inserted = await this.#db<Row>(TABLE)
      .insert({ claim_uid: uid, outcome, told_at: new Date() })
      .onConflict(['claim_uid', 'outcome'])
      .ignore()
      .returning('claim_uid');
    return inserted.length > 0;
  }

  async release(uid: string, outcome: Outcome): Promise<void> {
    await this.#db<Row>(TABLE).where({ claim_uid: uid, outcome }).delete();
  }

  async prune(before: Date): Promise<number> {
    return this.#db<Row>(TABLE).where('told_at', '<', before).delete();
  }
}

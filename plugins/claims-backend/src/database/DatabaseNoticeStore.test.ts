import {
  mockServices,
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { DatabaseNoticeStore } from './DatabaseNoticeStore';

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

async function createStore(knex: Knex) {
  return DatabaseNoticeStore.create({
    database: mockServices.database({ knex }),
  });
}

describe.each(databases.eachSupportedId())(
  'DatabaseNoticeStore on %s',
  databaseId => {
    async function init(id: TestDatabaseId) {
      const knex = await databases.init(id);
      return { knex, store: await createStore(knex) };
    }

    it('lets exactly one of many tell an outcome, also after a restart', async () => {
      const { knex, store } = await init(databaseId);
      const replica = await createStore(knex);
      const taken = await Promise.all(
        [store, replica, store, replica].map(one => one.claim('u1', 'ready')),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect(await store.claim('u1', 'failed')).toBe(true);
      expect(await store.claim('u2', 'ready')).toBe(true);
      expect(await replica.claim('u2', 'ready')).toBe(false);
    });

    it('lets a failed attempt be repeated, and forgets what is old', async () => {
      const { store } = await init(databaseId);
      await store.claim('u1', 'ready');
      await store.release('u1', 'ready');
      expect(await store.claim('u1', 'ready')).toBe(true);
      expect(await store.prune(new Date(Date.now() - 60_000))).toBe(0);
      expect(await store.prune(new Date(Date.now() + 60_000))).toBe(1);
      expect(await store.claim('u1', 'ready')).toBe(true);
    });

    it('comes and goes by migration', async () => {
      const { knex } = await init(databaseId);
      const directory = `${__dirname}/../../migrations`;
      expect(await knex.schema.hasTable('claim_notices')).toBe(true);
      await knex.migrate.rollback({ directory }, true);
      expect(await knex.schema.hasTable('claim_notices')).toBe(false);
      await knex.migrate.latest({ directory });
      expect(await knex.schema.hasTable('claim_notices')).toBe(true);
    });
  },
);

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { eventually, queryAs } from '../../__testUtils__/testApi';
import { conditionOf, type KubernetesObject } from '../runtime';
import { sqlApiVersion } from './crds/crds';
import { applyOptions, SqlWorld } from './__testUtils__/SqlWorld';

const fixtures =
  process.env.CAIRN_FIXTURES &&
  join(process.env.CAIRN_FIXTURES, 'crossplane/provider-sql/examples');
const describeWithFixtures =
  fixtures && existsSync(fixtures) ? describe : describe.skip;

describeWithFixtures('the published examples of provider-sql', () => {
  it('are taken unchanged, and each of their grants holds once its objects exist', async () => {
    const world = await SqlWorld.start();
    try {
      for (const file of ['config', 'role', 'database', 'grant']) {
        const text = readFileSync(join(fixtures ?? '', `${file}.yaml`), 'utf8');
        for (const document of parseAllDocuments(text)) {
          const manifest = document.toJS() as KubernetesObject | null;
          if (manifest) await world.api.client.apply(manifest, applyOptions);
        }
      }
      const { items } = await world.api.client.list(sqlApiVersion, 'Grant');
      expect(items).toHaveLength(13);
      // The Secret that the example of a provider configuration asks for.
      await world.writeServerSecret({ into: 'default' });
      const isReady = async (kind: string, name: string) =>
        conditionOf(
          await world.api.client.get({
            apiVersion: sqlApiVersion,
            kind,
            namespace: 'default',
            name,
          }),
          'Ready',
        )?.status === 'True';
      // The examples name two schemas, which those who try them have to make.
      for (const [name, database] of [
        ['my-schema', 'example'],
        ['public', 'db1'],
      ]) {
        await world.api.client.apply(
          {
            apiVersion: sqlApiVersion,
            kind: 'Schema',
            metadata: { name, namespace: 'default' },
            spec: {
              forProvider: { databaseRef: { name: database } },
              providerConfigRef: { kind: 'ProviderConfig', name: 'default' },
            },
          },
          applyOptions,
        );
      }
      const made = [
        ['Role', 'example-role'],
        ['Role', 'ownerrole'],
        ['Database', 'db1'],
        ['Schema', 'my-schema'],
        ['Schema', 'public'],
      ] as const;
      for (const [kind, name] of made) {
        await eventually(() => isReady(kind, name));
      }
      const inDatabase = (database: string, statements: string) => {
        const url = new URL(world.api.database.url);
        return queryAs(
          {
            endpoint: url.hostname,
            port: url.port,
            username: url.username,
            password: decodeURIComponent(url.password),
          },
          database,
          statements,
        );
      };
      await inDatabase(
        'db1',
        `CREATE FOREIGN DATA WRAPPER test_foreign_data_wrapper;
         CREATE SERVER test_foreign_server
           FOREIGN DATA WRAPPER test_foreign_data_wrapper;
         CREATE TABLE test_table (a int);
         CREATE TABLE test_table_column (test_column int);
         CREATE SEQUENCE test_sequence_1;
         CREATE SEQUENCE test_sequence_2;
         CREATE PROCEDURE test_procedure(text) LANGUAGE sql AS ''`,
      );
      for (const { metadata } of items) {
        await eventually(() => isReady('Grant', metadata.name ?? ''));
      }
      // A schema with something in it is never dropped.
      await inDatabase(
        'db1',
        `DROP TABLE test_table, test_table_column;
         DROP SEQUENCE test_sequence_1, test_sequence_2;
         DROP PROCEDURE test_procedure`,
      );
      for (const kind of ['Grant', 'Schema', 'Database', 'Role']) {
        const { items: left } = await world.api.client.list(
          sqlApiVersion,
          kind,
          { namespace: 'default' },
        );
        for (const { metadata } of left) {
          await world.api.client.delete({
            apiVersion: sqlApiVersion,
            kind,
            namespace: 'default',
            name: metadata.name ?? '',
          });
        }
        await eventually(
          async () =>
            (await world.api.client.list(sqlApiVersion, kind)).items.length ===
            0,
        );
      }
    } finally {
      await world.stop();
    }
  }, 120_000);
});

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

/** The examples that stand on what the other examples make, and two things in `db1`. */
const granted = [
  'example-grant-role-1-on-database',
  'example-grant-role-2-on-database',
  'example-grant-role-membership',
  'grant-postgres-an-owner-role',
  'grant-owner-role-privilege-connect',
  'example-grant-role-1-on-foreign-data-wrapper',
  'example-grant-role-1-on-foreign-server',
];

describeWithFixtures('the published examples of provider-sql', () => {
  it('are taken unchanged, and their grants hold where their objects exist', async () => {
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
      const made = [
        ['Role', 'example-role'],
        ['Role', 'ownerrole'],
        ['Database', 'db1'],
      ] as const;
      for (const [kind, name] of made) {
        await eventually(() => isReady(kind, name));
      }
      const url = new URL(world.api.database.url);
      await queryAs(
        {
          endpoint: url.hostname,
          port: url.port,
          username: url.username,
          password: decodeURIComponent(url.password),
        },
        'db1',
        `CREATE FOREIGN DATA WRAPPER test_foreign_data_wrapper;
         CREATE SERVER test_foreign_server
           FOREIGN DATA WRAPPER test_foreign_data_wrapper`,
      );
      for (const name of granted) {
        await eventually(() => isReady('Grant', name));
      }
      // The others name a Schema, a kind that the provider does not bring.
      for (const { metadata } of items) {
        if (granted.includes(metadata.name ?? '')) continue;
        const grant = await world.api.client.get({
          apiVersion: sqlApiVersion,
          kind: 'Grant',
          namespace: 'default',
          name: metadata.name ?? '',
        });
        expect(conditionOf(grant, 'Synced')?.message).toContain(
          'cannot resolve references: mg.Spec.ForProvider.Schema: cannot get referenced resource: no matches for kind "Schema"',
        );
      }
      for (const kind of ['Grant', 'Database', 'Role']) {
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

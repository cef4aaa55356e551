import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { eventually } from '../../__testUtils__/testApi';
import { conditionOf, type KubernetesObject } from '../runtime';
import { sqlApiVersion } from './crds/crds';
import { applyOptions, SqlWorld } from './__testUtils__/SqlWorld';

const fixtures =
  process.env.CAIRN_FIXTURES &&
  join(process.env.CAIRN_FIXTURES, 'crossplane/provider-sql/examples');
const describeWithFixtures =
  fixtures && existsSync(fixtures) ? describe : describe.skip;

describeWithFixtures('the published examples of provider-sql', () => {
  it('are taken unchanged', async () => {
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
      for (const [kind, name] of [...made].reverse()) {
        await world.api.client.delete({
          apiVersion: sqlApiVersion,
          kind,
          namespace: 'default',
          name,
        });
      }
    } finally {
      await world.stop();
    }
  }, 60_000);
});

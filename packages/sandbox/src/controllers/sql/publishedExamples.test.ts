import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../runtime';
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
    } finally {
      await world.stop();
    }
  }, 30_000);
});

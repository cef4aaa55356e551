import { readFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { eventually } from '../../__testUtils__/testApi';
import { goJson } from '../composition/go/goJson';
import type { JsonObject, KubernetesObject } from '../runtime';
import { GitFolder } from './__testUtils__/gitFolder';
import { SetWorld } from './__testUtils__/SetWorld';

type Recording = {
  shows: string;
  manifests: KubernetesObject[];
  /** Each state of the conditions, a line per condition. */
  conditions: string[][];
  events: string[];
  status: JsonObject | null;
  outputs?: { command: string; output: string }[];
};

const recordings = parse(
  readFileSync(join(__dirname, '__fixtures__/recordings.yaml'), 'utf8'),
) as Record<string, Recording>;

const recording = (name: string): Recording => {
  const found = recordings[name];
  if (!found) throw new Error(`there is no recording ${name}`);
  return found;
};

describe('ApplicationSets', () => {
  let world: SetWorld;

  beforeAll(async () => {
    world = await SetWorld.start();
  });
  afterAll(() => world.stop());

  const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n';

  /** Events come a moment after what they tell of. */
  async function expectEvents(set: string, wanted: string[]) {
    await eventually(
      async () => (await world.events(set)).length >= new Set(wanted).size,
    );
    const seen = await world.events(set);
    expect([...new Set(seen)].sort()).toEqual([...new Set(wanted)].sort());
  }

  it('follows a list, puts back what was edited and makes anew what was deleted by hand', async () => {
    const { manifests, conditions, events, outputs } =
      recording('01-list-generator');
    const [first, more, fewer] = manifests;
    if (!first || !more || !fewer) throw new Error('manifests are missing');
    await world.apply(first);
    await world.owns('as1', ['as1-dev', 'as1-prod']);
    await world.reports('as1', conditions[0] ?? []);
    await world.apply(more);
    await world.owns('as1', ['as1-dev', 'as1-prod', 'as1-test']);

    await world.patch('as1-dev', {
      metadata: { labels: { hand: 'made' }, annotations: { note: 'by hand' } },
      spec: { source: { targetRevision: 'other' } },
    });
    const asRecorded = await eventually(async () => {
      const app = await world.application('as1-dev');
      const { labels, annotations } = app?.metadata ?? {};
      const revision = app?.spec.source?.targetRevision;
      return revision === 'main' && !annotations
        ? `${JSON.stringify(labels)}${revision}`
        : undefined;
    });
    expect(asRecorded).toBe(outputs?.[0]?.output);

    const before = await world.application('as1-test');
    await world.remove('Application', 'as1-test');
    await world.release('as1-test');
    await eventually(async () => {
      const uid = (await world.application('as1-test'))?.metadata.uid;
      return uid !== undefined && uid !== before?.metadata.uid;
    });

    await world.apply(fewer);
    await world.release('as1-prod');
    await world.owns('as1', ['as1-dev', 'as1-test']);
    await expectEvents('as1', events);
    expect((await world.application('as1-dev'))?.metadata).toMatchObject({
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
      ownerReferences: [
        { kind: 'ApplicationSet', controller: true, blockOwnerDeletion: true },
      ],
    });

    await world.remove('ApplicationSet', 'as1');
    await world.release('as1-dev');
    await world.release('as1-test');
    await world.owns('as1', []);
  }, 60_000);

  it('follows the directories of a repository and keeps all when it is gone', async () => {
    const { manifests, conditions, events } = recording(
      '02-git-directory-generator',
    );
    const repository = await GitFolder.create(join(world.dir, 'as2'));
    await repository.commit('two', {
      'apps/one/cm.yaml': CONFIG,
      'apps/two/cm.yaml': CONFIG,
      'apps/.hidden/cm.yaml': CONFIG,
      'README.md': 'x',
    });
    const manifest = at(manifests[0], repository.url);
    await world.apply(manifest);
    await world.owns('as2', ['as2-one', 'as2-two']);
    await repository.commit('three', {
      'apps/three/cm.yaml': CONFIG,
      'apps/skip/cm.yaml': CONFIG,
    });
    await world.owns('as2', ['as2-one', 'as2-three', 'as2-two']);
    expect((await world.application('as2-three'))?.spec.source?.path).toBe(
      'apps/three',
    );
    await repository.commit('less', { 'apps/one/cm.yaml': undefined });
    await world.release('as2-one');
    await world.owns('as2', ['as2-three', 'as2-two']);
    await world.reports('as2', conditions[0] ?? []);
    await rename(repository.dir, `${repository.dir}-away`);
    await world.reports('as2', conditions[1] ?? []);
    expect(await world.namesOf('as2')).toEqual(['as2-three', 'as2-two']);
    await expectEvents('as2', events);
  }, 60_000);

  it.each([
    '04-error-bad-name',
    '04-error-bad-syntax',
    '04-error-duplicate-names',
    '04-error-gitea-down',
    '04-error-missing-key',
    '04-error-project-absent',
    '04-error-repo-absent',
  ])(
    'says what is wrong: %s',
    async name => {
      const { manifests, conditions, status } = recording(name);
      const [manifest] = manifests;
      if (!manifest) throw new Error('the manifest is missing');
      await world.apply(manifest);
      const set = manifest.metadata.name ?? '';
      await world.reports(set, conditions[0] ?? []);
      const known = (await world.set(set)).status;
      expect(withoutTimes(known)).toEqual(withoutTimes(status ?? undefined));
    },
    60_000,
  );

  it.each([
    ['04-error-gitea-repo-absent', '1.26.4'],
    ['04-error-gitea-version', 'development'],
  ])(
    'says what is wrong with a forge: %s',
    async (name, version) => {
      const forge = createServer((request, response) => {
        const known = request.url === '/api/v1/version';
        response.writeHead(known ? 200 : 404);
        response.end(JSON.stringify(known ? { version } : { message: 'no' }));
      });
      await new Promise<void>(done => forge.listen(0, '127.0.0.1', done));
      const { port } = forge.address() as AddressInfo;
      const { manifests, conditions } = recording(name);
      const text = JSON.stringify(manifests[0]).replace(
        /http:\/\/127\.0\.0\.1:300[01]/,
        `http://127.0.0.1:${port}`,
      );
      await world.apply(JSON.parse(text) as KubernetesObject);
      await world.reports(
        manifests[0]?.metadata.name ?? '',
        conditions[0] ?? [],
      );
      expect(await world.namesOf(manifests[0]?.metadata.name ?? '')).toEqual(
        [],
      );
      forge.close();
    },
    60_000,
  );

  it.each([
    ['05-policy-create-only', ['dev', 'prod']],
    ['05-policy-create-update', ['dev', 'prod']],
    ['05-policy-preserve-resources', ['dev']],
    ['05-policy-preserved-fields', ['dev']],
  ])(
    'keeps to its policy: %s',
    async (name, left) => {
      const { manifests, events, outputs, status } = recording(name);
      const [first, changed, fewer] = manifests;
      if (!first || !changed || !fewer)
        throw new Error('manifests are missing');
      const set = first.metadata.name ?? '';
      const [dev, prod] = [`${set}-dev`, `${set}-prod`];
      await world.apply(first);
      await world.owns(set, [dev, prod]);
      await world.apply(changed);
      await settled(set);
      await world.patch(dev, {
        metadata: {
          labels: { hand: 'made' },
          annotations: { note: 'by hand' },
        },
        spec: { source: { targetRevision: 'HEAD' } },
      });
      await eventually(async () => {
        const app = await world.application(dev);
        const { labels, annotations, finalizers } = app?.metadata ?? {};
        const line = [
          labels && goJson(labels),
          annotations?.note,
          finalizers && JSON.stringify(finalizers),
          app?.spec.source?.targetRevision,
        ].join('');
        return line === outputs?.[0]?.output;
      });
      await world.apply(fewer);
      const hasFinalizer = name !== '05-policy-preserve-resources';
      if (!left.includes('prod') && hasFinalizer) await world.release(prod);
      await world.owns(
        set,
        left.map(it => `${set}-${it}`),
      );
      await settled(set);
      await expectEvents(set, events);
      expect((await world.set(set)).status?.resourcesCount).toBe(
        status?.resourcesCount,
      );
      await world.remove('ApplicationSet', set);
      if (hasFinalizer) {
        for (const it of left) await world.release(`${set}-${it}`);
      }
      await world.owns(set, []);
    },
    60_000,
  );

  /** Waits until the set has seen its own latest generation: its refresh mark is taken away. */
  async function settled(set: string) {
    await world.api.client.patch(
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'ApplicationSet',
        namespace: 'argocd',
        name: set,
      },
      {
        metadata: {
          annotations: { 'argocd.argoproj.io/application-set-refresh': 'true' },
        },
      },
    );
    await eventually(async () => !(await world.set(set)).metadata.annotations);
  }
});

function at(manifest: KubernetesObject | undefined, url: string) {
  const text = JSON.stringify(manifest).replaceAll(
    /file:\/\/\/repos\/as2\.git/g,
    url,
  );
  return JSON.parse(text) as KubernetesObject;
}

/** Moments differ; an API of ours knows which repositories and forges there are. */
function withoutTimes(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, it: unknown) =>
      key === 'lastTransitionTime' ? undefined : it,
    ),
  );
}

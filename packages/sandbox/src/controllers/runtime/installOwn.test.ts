import { type TestApi, startTestApi } from '../../__testUtils__/testApi';
import { installOwn } from './installOwn';
import type { KubernetesObject } from './types';

const TIMEOUT_MS = 30_000;

function definition(plural: string, description: string): KubernetesObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.example.org` },
    spec: {
      group: 'example.org',
      scope: 'Namespaced',
      names: { plural, kind: plural.toUpperCase() },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', description } },
        },
      ],
    },
  };
}

describe('installOwn', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
  }, TIMEOUT_MS);

  afterAll(async () => {
    await api.stop();
  });

  it(
    'installs what is missing, upgrades its own, and leaves the rest alone',
    async () => {
      const { client } = api;
      const options = {
        fieldManager: 'crossplane',
        signal: new AbortController().signal,
      };
      const marked = definition('marked', 'old');
      expect(await installOwn(client, [marked], options)).toEqual([]);
      // As the stand-in wrote it before there was the mark, and as the real one and a chart write it.
      await client.apply(definition('unmarked', 'old'), options);
      await client.create(definition('reals', 'real'), {
        fieldManager: 'crossplane',
      });
      await client.apply(definition('charts', 'chart'), {
        fieldManager: 'helm',
      });

      const wanted = ['marked', 'unmarked', 'reals', 'charts', 'fresh'];
      const left = await installOwn(
        client,
        wanted.map(plural => definition(plural, 'new')),
        options,
      );

      expect(left).toEqual(['reals.example.org', 'charts.example.org']);
      const found = await Promise.all(
        wanted.map(async plural => {
          const { apiVersion, kind, metadata } = definition(plural, '');
          const { name = '' } = metadata;
          const { spec } = await client.get({ apiVersion, kind, name });
          const { versions } = spec as {
            versions: {
              schema: { openAPIV3Schema: { description: string } };
            }[];
          };
          return versions[0].schema.openAPIV3Schema.description;
        }),
      );
      expect(found).toEqual(['new', 'new', 'real', 'chart', 'new']);
      // Its own can be listed by now.
      for (const plural of ['marked', 'unmarked', 'fresh']) {
        const kind = plural.toUpperCase();
        expect((await client.list('example.org/v1', kind)).items).toEqual([]);
      }
    },
    TIMEOUT_MS,
  );
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Generator } from '../types';
import { generateParameters, requeueSeconds } from './generateParameters';
import type { GeneratorContext } from './generatorTypes';

const files: Record<string, string> = {
  'clusters/dev/config.yaml': 'cluster:\n  name: dev\n  size: 3\n',
  'clusters/prod/config.json':
    '[{"cluster":{"name":"p1"}},{"cluster":{"name":"p2"}}]',
  'apps/one/cm.yaml': 'a: b',
};

const context = (goTemplate: boolean): GeneratorContext => ({
  git: {
    resolveRevision: async () => 'a'.repeat(40),
    listFiles: async () => Object.keys(files),
    readFile: async (_url, _sha, path) => files[path] ?? '',
  },
  namespace: 'argocd',
  goTemplate,
  goTemplateOptions: ['missingkey=error'],
  readSecret: async () => 'secret-token',
  signal: new AbortController().signal,
});

describe('generators', () => {
  it('read the files of a repository, elements of lists one by one', async () => {
    const generator: Generator = {
      git: {
        repoURL: 'x',
        files: [{ path: 'clusters/**/config.*' }],
        values: { label: 'c-{{.cluster.name}}' },
      },
    };
    const found = await generateParameters(generator, context(true));
    expect(found).toMatchObject([
      {
        cluster: { name: 'dev', size: 3 },
        path: {
          path: 'clusters/dev',
          basename: 'dev',
          filename: 'config.yaml',
          filenameNormalized: 'config.yaml',
          segments: ['clusters', 'dev'],
        },
        values: { label: 'c-dev' },
      },
      { cluster: { name: 'p1' } },
      { cluster: { name: 'p2' } },
    ]);
    const flat = await generateParameters(
      { git: { repoURL: 'x', files: [{ path: 'clusters/dev/*' }] } },
      context(false),
    );
    expect(flat).toEqual([
      {
        'cluster.name': 'dev',
        'cluster.size': 3,
        path: 'clusters/dev',
        'path.basename': 'dev',
        'path.basenameNormalized': 'dev',
        'path.filename': 'config.yaml',
        'path.filenameNormalized': 'config.yaml',
        'path[0]': 'clusters',
        'path[1]': 'dev',
      },
    ]);
  });

  it('combine others and keep what a selector asks for', async () => {
    const list = (...elements: { [key: string]: string }[]): Generator => ({
      list: { elements },
    });
    const matrix = await generateParameters(
      {
        matrix: {
          generators: [
            list({ env: 'dev' }, { env: 'prod' }),
            list({ name: '{{.env}}-x' }),
          ],
        },
        selector: { matchLabels: { env: 'prod' } },
      },
      context(true),
    );
    expect(matrix).toEqual([{ env: 'prod', name: 'prod-x' }]);
    const merged = await generateParameters(
      {
        merge: {
          mergeKeys: ['env'],
          generators: [
            list({ env: 'dev', size: 's' }, { env: 'prod', size: 's' }),
            list({ env: 'prod', size: 'l' }, { env: 'other', size: 'x' }),
          ],
        },
      },
      context(true),
    );
    expect(merged).toEqual([
      { env: 'dev', size: 's' },
      { env: 'prod', size: 'l' },
    ]);
    await expect(
      generateParameters({ clusters: {} }, context(true)),
    ).rejects.toThrow('the generator "clusters" is not known here');
    expect(
      requeueSeconds([list(), { git: { repoURL: 'x' } }, { pullRequest: {} }]),
    ).toBe(180);
    expect(requeueSeconds([list()])).toBeUndefined();
  });

  describe('of pull requests', () => {
    let forge: Server;
    const asked: { url?: string; authorization?: string }[] = [];
    const pull = (number: number, names: string[]) => ({
      number,
      title: `Change ${number}`,
      head: { ref: `Feature/JIRA_${number}`, sha: 'abcdef0123456789' },
      base: { ref: 'main' },
      labels: names.map(name => ({ name })),
      user: { login: 'ada' },
    });

    beforeAll(async () => {
      forge = createServer(({ url, headers }, response) => {
        asked.push({ url, authorization: headers.authorization });
        response.setHeader('Content-Type', 'application/json');
        response.end(
          JSON.stringify(
            url?.endsWith('/version')
              ? { version: '1.26.4' }
              : [pull(1, ['preview', 'x']), pull(2, []), pull(3, ['preview'])],
          ),
        );
      });
      await new Promise<void>(done => forge.listen(0, '127.0.0.1', done));
    });
    afterAll(() => forge.close());

    it('have all labels asked for, fit a filter, and are asked for with the token', async () => {
      const { port } = forge.address() as AddressInfo;
      const found = await generateParameters(
        {
          pullRequest: {
            gitea: {
              owner: 'payments',
              repo: 'shop',
              api: `http://127.0.0.1:${port}/`,
              labels: ['preview'],
              tokenRef: { secretName: 'forge', key: 'token' },
            },
            filters: [{ branchMatch: '_3$' }, { titleMatch: 'Change 2' }],
          },
        },
        context(true),
      );
      expect(found).toEqual([
        {
          number: '3',
          title: 'Change 3',
          branch: 'Feature/JIRA_3',
          branch_slug: 'feature-jira_3',
          target_branch: 'main',
          target_branch_slug: 'main',
          head_sha: 'abcdef0123456789',
          head_short_sha: 'abcdef01',
          head_short_sha_7: 'abcdef0',
          author: 'ada',
          labels: ['preview'],
        },
      ]);
      expect(asked.every(it => it.authorization === 'token secret-token')).toBe(
        true,
      );
    });
  });
});

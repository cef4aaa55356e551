import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { TestHost } from '@cairn/sandbox/git/testUtils';
import { parse } from 'yaml';
import {
  ada,
  guardOf,
  integrationsOf,
  settings,
} from '../__testUtils__/actionTools';
import { createApplicationAction } from './createApplicationAction';

const shop = {
  name: 'shop',
  owner: 'payments',
  system: 'system:default/checkout',
  remoteUrl: 'https://git.example/payments/shop.git',
};
const dev = 'apps/payments-dev/shop-dev.yaml';

describe('cairn:argocd:application', () => {
  let git: TestHost;

  beforeAll(async () => {
    git = await TestHost.start();
    const body = { name: 'gitops', auto_init: true, default_branch: 'main' };
    await git.api('cairn-portal', 'POST', '/orgs/platform/repos', body);
  });
  afterAll(() => git.stop());

  async function run(mode: 'commit' | 'pull-request', input = shop) {
    const { host } = new URL(git.url);
    const action = createApplicationAction({
      settings: {
        ...settings,
        gitops: {
          host,
          owner: 'platform',
          repo: 'gitops',
          branch: 'main',
          path: 'apps',
          mode,
        },
      },
      integrations: integrationsOf(host, git.url, git.tokens['cairn-portal']),
      guard: guardOf(),
    });
    const output: Record<string, unknown> = {};
    const context = {
      ...createMockActionContext({ input, task: { id: 'run-1' } }),
      getInitiatorCredentials: async () => ada,
      output: (name: string, value: unknown) => {
        output[name] = value;
      },
    };
    await action.handler(context as never);
    return output;
  }
  const commits = async () =>
    (await git.api('ada', 'GET', '/repos/platform/gitops/commits')).json.length;

  it('proposes once, commits once, and leaves what others have', async () => {
    const proposed = await run('pull-request');
    expect(proposed).toMatchObject({
      applications: ['shop-dev', 'shop-prod'],
      pullRequestUrl: `${git.url}/platform/gitops/pulls/1`,
    });
    expect(await run('pull-request')).toEqual(proposed);
    expect(await commits()).toBe(1);

    const committed = await run('commit');
    expect(await run('commit')).toEqual(committed);
    expect(await commits()).toBe(2);
    const file = await git.api(
      'ada',
      'GET',
      `/repos/platform/gitops/contents/${dev}`,
    );
    const yaml = Buffer.from(file.json.content, 'base64').toString('utf8');
    expect(parse(yaml)).toMatchObject({
      metadata: {
        name: 'shop-dev',
        namespace: 'argocd',
        labels: {
          'app.kubernetes.io/part-of': 'checkout',
          'backstage.io/kubernetes-id': 'shop',
          'cairn.dev/owner': 'payments',
        },
      },
      spec: {
        project: 'payments',
        source: { repoURL: shop.remoteUrl, path: 'deploy/dev' },
        destination: { namespace: 'payments-dev' },
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      },
    });

    const other = {
      ...shop,
      remoteUrl: 'https://git.example/payments/other.git',
    };
    await expect(run('commit', other)).rejects.toMatchObject({
      name: 'ConflictError',
      message: `The GitOps repository has ${dev} already, for another repository. Choose another name, or have that file removed. Exists already: ${other.remoteUrl}. Retry goes on from here and makes nothing twice.`,
    });
    expect(await commits()).toBe(2);
  });
});

import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { TestHost } from '@cairn/sandbox/git/testUtils';
import {
  ada,
  guardOf,
  integrationsOf,
  settings,
} from '../__testUtils__/actionTools';
import { createPublishAction } from './createPublishAction';

describe('cairn:publish', () => {
  const workspace = createMockDirectory();
  let git: TestHost;

  beforeAll(async () => {
    git = await TestHost.start();
  });
  afterAll(() => git.stop());
  beforeEach(() => workspace.setContent({ 'README.md': '# Shop\n' }));

  async function run(taskId: string, name: string): Promise<void> {
    const { host } = new URL(git.url);
    const action = createPublishAction({
      settings,
      integrations: integrationsOf(host, git.url, git.tokens['cairn-portal']),
      guard: guardOf(),
    });
    const repository = { host, owner: 'payments' };
    const input = { name, owner: 'payments', repository, description: 'Sells' };
    const context = {
      ...createMockActionContext({
        input,
        task: { id: taskId },
        workspacePath: workspace.path,
      }),
      getInitiatorCredentials: async () => ada,
    };
    await action.handler(context as never);
  }
  const repository = async (name: string) =>
    (await git.api('ada', 'GET', `/repos/payments/${name}`)).json;

  it('goes on with what its own run has begun, and with nothing else', async () => {
    const begun = { name: 'shop', description: 'Sells (being made by run 1)' };
    await git.api('cairn-portal', 'POST', '/orgs/payments/repos', begun);
    await expect(run('2', 'shop')).rejects.toThrow(
      `${git.url}/payments/shop is there already, and this run has not made it. Choose another name, or have that repository removed. This step has made nothing.`,
    );
    await run('1', 'shop');
    expect(await repository('shop')).toMatchObject({
      description: 'Sells',
      branch_count: 2,
    });
  });

  it('takes back a repository that nothing could be pushed to', async () => {
    // A link cannot be published, which shows after the repository has been made.
    workspace.setContent({
      'README.md': '# Shop\n',
      link: ({ symlink }) => symlink('README.md'),
    });
    await expect(run('3', 'desk')).rejects.toThrow(
      /symbolic link, link\..* This step has made nothing\.$/,
    );
    expect((await git.api('ada', 'GET', '/repos/payments/desk')).status).toBe(
      404,
    );
    workspace.setContent({ 'README.md': '# Desk\n' });
    await run('3', 'desk');
    expect(await repository('desk')).toMatchObject({ description: 'Sells' });
  });
});

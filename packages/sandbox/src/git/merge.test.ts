import { TestHost } from './__testUtils__/TestHost';

// Many real git processes, on computers that have other things to do.
jest.setTimeout(120_000);

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('merging pull requests', () => {
  let host: TestHost;
  const at = '/repos/payments/shop';

  beforeAll(async () => {
    host = await TestHost.start();
    await host.api('ada', 'POST', '/orgs/payments/repos', {
      name: 'shop',
      auto_init: true,
    });
  });

  afterAll(() => host.stop());

  it.each(['merge', 'rebase', 'squash'])(
    'refuses to %s what conflicts',
    async style => {
      const branch = `conflict-${style}`;
      const write = (on: object, text: string) =>
        host.api('ada', 'POST', `${at}/contents`, {
          files: [
            { operation: 'upload', path: 'same.txt', content: base64(text) },
          ],
          ...on,
        });
      await write({}, 'start\n');
      await write({ branch: 'main', new_branch: branch }, `${style}\n`);
      await write({}, `other ${style}\n`);
      const pull = await host.api('ada', 'POST', `${at}/pulls`, {
        title: 'C',
        head: branch,
        base: 'main',
      });
      expect(pull.json.mergeable).toBe(false);
      const merge = `${at}/pulls/${pull.json.number}/merge`;
      expect((await host.api('ada', 'POST', merge, { Do: style })).status).toBe(
        405,
      );
      const closing = await host.api(
        'ada',
        'PATCH',
        `${at}/pulls/${pull.json.number}`,
        { state: 'closed' },
      );
      expect(closing.json.state).toBe('closed');
    },
  );

  it.each(['rebase', 'squash'])('merges by %s into one line', async style => {
    const branch = `line-${style}`;
    const put = (path: string, on: object) =>
      host.api('ada', 'PUT', `${at}/contents/${path}`, {
        content: base64(path),
        ...on,
      });
    await put(`${style}-branch.txt`, { branch: 'main', new_branch: branch });
    await put(`${style}-main.txt`, {});
    const pull = await host.api('ada', 'POST', `${at}/pulls`, {
      title: style,
      head: branch,
      base: 'main',
    });
    const merge = `${at}/pulls/${pull.json.number}/merge`;
    expect((await host.api('ada', 'POST', merge, { Do: style })).status).toBe(
      200,
    );
    const [last] = (await host.api(undefined, 'GET', `${at}/commits?limit=1`))
      .json;
    expect(last.parents).toHaveLength(1);
    expect(last.author.login).toBe('ada');
    expect(
      (await host.api(undefined, 'GET', `${at}/contents/${style}-branch.txt`))
        .status,
    ).toBe(200);
    expect(
      (await host.api(undefined, 'GET', `${at}/contents/${style}-main.txt`))
        .status,
    ).toBe(200);
  });

  it('fast-forwards only what can be, and rebases under a merge commit', async () => {
    const branch = async (name: string) => {
      const file = { operation: 'create', path: name, content: base64(name) };
      const on = { branch: 'main', new_branch: name };
      await host.api('ada', 'POST', `${at}/contents`, { files: [file], ...on });
      const asked = { title: name, head: name, base: 'main' };
      const made = await host.api('ada', 'POST', `${at}/pulls`, asked);
      return `${at}/pulls/${made.json.number}`;
    };
    const main = async () =>
      (await host.api('ada', 'GET', `${at}/branches/main`)).json.commit.id;
    const [ahead, behind] = [await branch('ahead'), await branch('behind')];
    const how = { Do: 'fast-forward-only' };
    expect((await host.api('ada', 'POST', `${ahead}/merge`, how)).status).toBe(
      200,
    );
    const pull = (await host.api('ada', 'GET', ahead)).json;
    expect(await main()).toBe(pull.head.sha);
    expect((await host.api('ada', 'POST', `${behind}/merge`, how)).status).toBe(
      405,
    );
    await host.api('ada', 'POST', `${behind}/merge`, { Do: 'rebase-merge' });
    const tip = await host.api('ada', 'GET', `${at}/git/commits/main`);
    expect(tip.json.parents).toHaveLength(2);
    expect(tip.json.parents[0].sha).toBe(pull.head.sha);
    expect(tip.json.commit.message).toBe(
      "Merge pull request 'behind' (#7) from behind into main\n",
    );
  });
});

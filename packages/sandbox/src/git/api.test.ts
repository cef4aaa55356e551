import { createHmac } from 'node:crypto';
import { HookReceiver } from '../__testUtils__/HookReceiver';
import { git, TestHost } from './__testUtils__/TestHost';

const base64 = (text: string) => Buffer.from(text).toString('base64');

// Many real git processes, on computers that have other things to do.
jest.setTimeout(120_000);

describe('the API', () => {
  let host: TestHost;
  let receiver: HookReceiver;
  const at = '/repos/payments/shop';

  beforeAll(async () => {
    host = await TestHost.start();
    // The first is refused: it has to come again.
    receiver = await HookReceiver.start(1);
    await host.api('ada', 'POST', '/orgs/payments/repos', {
      name: 'shop',
      auto_init: true,
    });
  });

  afterAll(async () => {
    await host.stop();
    await receiver.stop();
  });

  it('writes, reads and lists files', async () => {
    const made = await host.api(
      'ada',
      'POST',
      `${at}/contents/deploy/app.yaml`,
      {
        content: base64('replicas: 1\n'),
        message: 'Deploy',
        dates: {
          author: '2026-01-02T03:04:05Z',
          committer: '2026-01-02T03:04:05Z',
        },
      },
    );
    expect(made.status).toBe(201);
    expect(made.json.commit.author.date).toBe('2026-01-02T03:04:05Z');
    const file = await host.api(
      undefined,
      'GET',
      `${at}/contents/deploy/app.yaml?ref=main`,
    );
    expect(file.json).toMatchObject({
      type: 'file',
      encoding: 'base64',
      content: base64('replicas: 1\n'),
      last_commit_sha: made.json.commit.sha,
    });
    const again = await host.api(
      'ada',
      'POST',
      `${at}/contents/deploy/app.yaml`,
      { content: '' },
    );
    expect(again.status).toBe(422);
    const stale = await host.api(
      'ada',
      'PUT',
      `${at}/contents/deploy/app.yaml`,
      {
        content: base64('x'),
        sha: '0'.repeat(40),
      },
    );
    expect(stale.status).toBe(422);
    const changed = await host.api(
      'ada',
      'PUT',
      `${at}/contents/deploy/app.yaml`,
      {
        content: base64('replicas: 2\n'),
        sha: file.json.sha,
      },
    );
    expect(changed.status).toBe(200);
    const several = await host.api('ada', 'POST', `${at}/contents`, {
      files: [
        { operation: 'create', path: 'a.txt', content: base64('a') },
        { operation: 'delete', path: 'deploy/app.yaml' },
      ],
    });
    expect(several.status).toBe(201);
    const tree = await host.api(
      undefined,
      'GET',
      `${at}/git/trees/main?recursive=true`,
    );
    expect(tree.json.tree.map((each: { path: string }) => each.path)).toEqual([
      'README.md',
      'a.txt',
    ]);
    const list = await host.api(
      undefined,
      'GET',
      `${at}/commits?limit=2&path=deploy/app.yaml`,
    );
    expect(list.headers.get('x-total-count')).toBe('3');
    expect(list.json).toHaveLength(2);
    expect(list.json[0].files).toContainEqual({
      filename: 'deploy/app.yaml',
      status: 'removed',
    });
    expect(
      (await host.api('ben', 'DELETE', `${at}/contents/a.txt`, {})).status,
    ).toBe(403);
    const raw = await fetch(`${host.url}/api/v1${at}/raw/a.txt`);
    expect(await raw.text()).toBe('a');
  });

  it('opens and merges a pull request, and signs what it tells the hooks', async () => {
    const hook = await host.api('ada', 'POST', `${at}/hooks`, {
      type: 'gitea',
      config: {
        url: receiver.url,
        content_type: 'json',
        secret: 's3cret',
      },
      events: ['push', 'pull_request', 'create', 'delete'],
      active: true,
    });
    expect(hook.status).toBe(201);
    expect(hook.text).not.toContain('s3cret');

    const dir = await host.folder();
    await git(dir, 'clone', '-q', host.remote('carla', 'payments/shop'), '.');
    await git(dir, 'checkout', '-qb', 'change');
    await git(dir, 'commit', '-q', '--allow-empty', '-m', 'One');
    await git(dir, 'push', '-q', 'origin', 'change');
    const asked = { title: 'A change', head: 'change', base: 'main' };
    const pull = await host.api('carla', 'POST', `${at}/pulls`, asked);
    expect(pull.status).toBe(201);
    expect(pull.json).toMatchObject({
      number: 1,
      state: 'open',
      mergeable: true,
    });
    expect((await host.api('carla', 'POST', `${at}/pulls`, asked)).status).toBe(
      409,
    );
    await git(dir, 'commit', '-q', '--allow-empty', '-m', 'Two');
    await git(dir, 'push', '-q', 'origin', 'change');
    const head = await git(dir, 'rev-parse', 'HEAD');
    const now = await host.api(undefined, 'GET', `${at}/pulls/1`);
    expect(now.json.head.sha).toBe(head);
    expect((await host.api('carla', 'GET', `${at}/pulls/1/merge`)).status).toBe(
      404,
    );
    expect(
      (await host.api('ben', 'POST', `${at}/pulls/1/merge`, { Do: 'merge' }))
        .status,
    ).toBe(405);
    const merged = await host.api('carla', 'POST', `${at}/pulls/1/merge`, {
      Do: 'merge',
    });
    expect(merged.status).toBe(200);
    expect((await host.api('carla', 'GET', `${at}/pulls/1/merge`)).status).toBe(
      204,
    );
    expect(
      (await host.api('carla', 'POST', `${at}/pulls/1/merge`, { Do: 'merge' }))
        .status,
    ).toBe(405);
    await git(dir, 'fetch', '-q', 'origin');
    expect(await git(dir, 'log', '-1', '--format=%an %s', 'origin/main')).toBe(
      "Carla Mendes Merge pull request 'A change' (#1) from change into main",
    );

    const push = await receiver.event(
      'push',
      ({ ref }) => ref === 'refs/heads/main',
    );
    expect(push.headers['x-gitea-signature']).toBe(
      createHmac('sha256', 's3cret').update(push.body).digest('hex'),
    );
    expect(push.headers['x-hub-signature-256']).toBe(
      `sha256=${push.headers['x-gitea-signature']}`,
    );
    expect(push.payload.pusher).toMatchObject({ login: 'carla' });
    await receiver.event('create', ({ ref }) => ref === 'change');
    await receiver.event('pull_request', ({ action }) => action === 'opened');
    await receiver.event(
      'pull_request',
      ({ action }) => action === 'synchronized',
    );
    const closed = await receiver.event(
      'pull_request',
      ({ action }) => action === 'closed',
    );
    expect(closed.payload.pull_request).toMatchObject({
      merged: true,
      merged_by: { login: 'carla' },
    });
  });

  it('answers as Gitea does when something is wrong', async () => {
    const wrong = await fetch(`${host.url}/api/v1/user`, {
      headers: { authorization: 'token nonsense' },
    });
    expect(wrong.status).toBe(401);
    expect(await wrong.json()).toEqual({
      message: expect.any(String),
      url: `${host.url}/api/swagger`,
    });
    expect(
      (await host.api('ada', 'GET', '/repos/payments/nothing')).status,
    ).toBe(404);
    expect(
      (await host.api('ben', 'POST', '/orgs/payments/repos', { name: 'x' }))
        .status,
    ).toBe(403);
    expect(
      (await host.api('ada', 'POST', '/orgs/payments/repos', { name: 'Shop' }))
        .status,
    ).toBe(409);
    const basic = await fetch(`${host.url}/api/v1/user`, {
      headers: { authorization: `Basic ${base64(`ada:${host.tokens.ada}`)}` },
    });
    expect((await basic.json()).login).toBe('ada');
  });
});

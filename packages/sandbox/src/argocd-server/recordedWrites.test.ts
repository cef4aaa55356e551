import { eventually } from '../__testUtils__/testApi';
import { argoApiVersion } from '../controllers/argocd';
import type { JsonObject } from '../controllers/runtime';
import {
  readFixture,
  recording,
  RecordedWorld,
} from './__testUtils__/RecordedWorld';
import type { ServerWorld } from './__testUtils__/ServerWorld';

const webhooks = JSON.parse(readFixture('webhooks.json')) as {
  shows: string;
  requestHeaders: Record<string, string>;
  requestBody: string;
  status: number;
  body: string;
}[];

describe("What Argo CD's API does", () => {
  let world: RecordedWorld;
  let api: ServerWorld;

  beforeAll(async () => {
    world = await RecordedWorld.start();
    api = world.server;
  }, 120_000);
  afterAll(() => world.stop());

  async function expectAsRecorded(name: string) {
    const { recorded, ours } = await world.bothOf(name);
    expect(ours).toEqual(recorded);
  }

  /** What the server's watch has told of `shop`. */
  const known = () =>
    api.argo.applications.informer.get({ namespace: 'argocd', name: 'shop' });

  it.each([
    '10-sync',
    '10-sync-dry-run',
    '10-sync-2',
    '10-sync-3',
    '11-rollback',
    '20-error-body-unknown-field',
  ])(
    'asks for what was recorded: %s',
    async name => {
      await api.patch('shop', { operation: null });
      const { status, body } = recording(name);
      const answer = await world.replay(name);
      expect(answer.status).toBe(status);
      const { operation, status: state } = answer.body as {
        operation: JsonObject;
        status: JsonObject;
      };
      const wanted = (world.translated(body) as { operation: JsonObject })
        .operation;
      // In the first recording `main` was the first commit still.
      const sync = {
        ...(wanted.sync as JsonObject),
        ...(name === '10-sync' && { revision: api.commits[1] }),
      };
      expect(operation).toEqual({ ...wanted, sync });
      expect(state.operationState).toBeUndefined();
    },
    30_000,
  );

  it('refuses what does not fit automated synchronisation, and ends what runs', async () => {
    await api.patch('shop', {
      operation: null,
      spec: { syncPolicy: { automated: {} } },
    });
    await expectAsRecorded('14-rollback-auto');
    await expectAsRecorded('14-sync-auto-other-revision');
    await expectAsRecorded('12-terminate');
    const ref = { apiVersion: argoApiVersion, kind: 'Application' };
    const slow = await api.api.client.get({
      ...ref,
      namespace: 'argocd',
      name: 'slow',
    });
    expect(slow.status?.operationState).toMatchObject({ phase: 'Terminating' });
    await api.patch('shop', { spec: { syncPolicy: null } });
  }, 30_000);

  it('lets an account do what its rights say, and forgets tokens that were taken back', async () => {
    const denied = await api.call(
      'viewer',
      'POST',
      '/api/v1/applications/shop/sync',
      {},
    );
    expect(denied.status).toBe(403);
    expect(denied.text).toContain(
      'permission denied: applications, sync, default/shop, sub: viewer',
    );
    const look = () => api.call('viewer', 'GET', '/api/v1/applications/shop');
    expect((await look()).status).toBe(200);
    const account = await api.call('viewer', 'GET', '/api/v1/account/viewer');
    const [token] = (account.body as { tokens: { id: string }[] }).tokens;
    await api.call(
      'admin',
      'DELETE',
      `/api/v1/account/viewer/token/${token?.id}`,
    );
    await eventually(async () => (await look()).status === 401);
    expect((await look()).text).toContain('does not have token with id');
    const broken = await world.replay('20-error-401-bad-token');
    expect(broken.status).toBe(401);
    expect(broken.text).toContain('invalid session: token is malformed');

    // The portal's own account reads and synchronises, no more.
    const mine = await api.call('cairn', 'GET', '/api/v1/applications');
    expect((mine.body as { items: unknown[] }).items).toHaveLength(4);
    const path = '/api/v1/applications/shop';
    expect((await api.call('cairn', 'DELETE', path)).status).toBe(403);
    expect(api.lines.join('\n')).not.toContain(api.tokens.cairn);
  }, 30_000);

  it('makes, changes and deletes Applications for an administrator', async () => {
    const { spec } = world.shop() as { spec: JsonObject };
    const path = '/api/v1/applications';
    const body = { metadata: { name: 'made' }, spec };
    const made = await api.call('admin', 'POST', path, body);
    expect(made.status).toBe(200);
    const other = { ...body, spec: { ...spec, project: 'hidden' } };
    const clash = await api.call('admin', 'POST', path, other);
    expect(clash.text).toContain('existing application spec is different');
    const absent = { ...body, spec: { ...spec, project: 'nothing' } };
    const refused = await api.call('admin', 'POST', path, absent);
    expect([refused.status, refused.text]).toEqual([
      400,
      expect.stringContaining('which does not exist'),
    ]);
    const patched = await api.call('admin', 'PATCH', `${path}/made`, {
      patch: '{"spec":{"syncPolicy":{"automated":{}}}}',
      patchType: 'merge',
    });
    expect(patched.body).toMatchObject({
      spec: { syncPolicy: { automated: {} } },
    });
    const replaced = await api.call('admin', 'PUT', `${path}/made/spec`, spec);
    expect(replaced.body).toEqual(spec);
    const gone = await api.call(
      'admin',
      'DELETE',
      `${path}/made?cascade=false`,
    );
    expect(gone.body).toEqual({});
    await eventually(
      async () =>
        !api.argo.applications.get({ namespace: 'argocd', name: 'made' }),
    );
  }, 30_000);

  it('takes webhooks as recorded, and has who reads what was pushed compared', async () => {
    for (const { requestHeaders, requestBody, status, body } of webhooks) {
      const answer = await api.call(
        'nobody',
        'POST',
        '/api/webhook',
        requestBody,
        requestHeaders,
      );
      expect([answer.status, answer.text]).toEqual([status, body]);
    }
    const push = (ref: string, changed: string) =>
      api.call(
        'nobody',
        'POST',
        '/api/webhook',
        {
          ref,
          commits: [{ added: [], removed: [], modified: [changed] }],
          repository: {
            html_url: api.repository.url,
            default_branch: 'main',
          },
        },
        { 'X-Gogs-Event': 'push' },
      );
    const refresh = async () => {
      const app = await api.api.client.get({
        apiVersion: argoApiVersion,
        kind: 'Application',
        namespace: 'argocd',
        name: 'shop',
      });
      return app.metadata.annotations?.['argocd.argoproj.io/refresh'];
    };
    await push('refs/heads/other', 'deploy/web.yaml');
    expect(await refresh()).toBeUndefined();
    await api.patch('shop', {
      metadata: {
        annotations: { 'argocd.argoproj.io/manifest-generate-paths': '.' },
      },
    });
    await push('refs/heads/main', 'README.md');
    expect(await refresh()).toBeUndefined();
    await push('refs/heads/main', 'deploy/web.yaml');
    expect(await refresh()).toBe('normal');
    await api.patch('shop', {
      metadata: { annotations: { 'argocd.argoproj.io/refresh': null } },
    });
    await eventually(
      async () =>
        !known()?.metadata.annotations?.['argocd.argoproj.io/refresh'],
    );
  }, 30_000);

  it('waits for the comparison when asked to refresh', async () => {
    const waiting = api.call(
      'backstage',
      'GET',
      '/api/v1/applications/shop?refresh=normal',
    );
    await eventually(
      async () => known()?.metadata.annotations?.['argocd.argoproj.io/refresh'],
    );
    await api.patch('shop', {
      metadata: { annotations: { 'argocd.argoproj.io/refresh': null } },
      status: { reconciledAt: '2026-11-21T09:00:00Z' },
    });
    expect((await waiting).body).toMatchObject({
      status: { reconciledAt: '2026-11-21T09:00:00Z' },
    });
  }, 30_000);
});

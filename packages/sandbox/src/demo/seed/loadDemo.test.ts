import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  secretData,
  startTestApi,
  type TestApi,
} from '../../__testUtils__/testApi';
import { type GitHost, startGitHost } from '../../git';
import { readDemoState, readProgress } from './DemoState';
import { loadDemo } from './loadDemo';

const run = promisify(execFile);

const argoHook = 'http://127.0.0.1:9/api/webhook';

const CATALOG = `apiVersion: backstage.io/v1alpha1
kind: User
metadata: { name: ada }
spec:
  profile: { displayName: Ada Okafor, email: ada@cairn.example }
  memberOf: [payments]
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: invoice-renderer, title: Invoice renderer, tags: [nodejs] }
spec: { type: service, lifecycle: production, owner: payments, system: payments }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: log-shipper, title: Log shipper, tags: [rust] }
spec: { type: service, lifecycle: production, owner: platform, system: developer-platform }
`;

describe('loadDemo', () => {
  let api: TestApi;
  let dataDir: string;
  let gitHost: GitHost;
  const logged: string[] = [];

  const load = (
    how: { empty?: boolean; signal?: AbortSignal; gitHost?: GitHost } = {},
  ) =>
    loadDemo({
      dataDir,
      catalogDir: join(dataDir, 'catalog'),
      empty: false,
      gitHost,
      argoHook,
      client: api.client,
      log: (_level, message) => logged.push(message),
      signal: new AbortController().signal,
      ...how,
    });
  const get = async (path: string) => {
    const response = await fetch(`${gitHost.url}/api/v1${path}`);
    return response.ok ? response.json() : response.status;
  };
  const refs = async (path: string) =>
    (
      await run('git', ['ls-remote', `${gitHost.url}/${path}.git`], {
        env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' },
      })
    ).stdout
      .trim()
      .split('\n');

  beforeAll(async () => {
    api = await startTestApi();
    dataDir = await mkdtemp(join(tmpdir(), 'cairn-demo-'));
    await mkdir(join(dataDir, 'catalog'));
    await writeFile(join(dataDir, 'catalog', 'all.yaml'), CATALOG);
    gitHost = await startGitHost({
      dir: dataDir,
      databaseUrl: api.database.url,
      port: 0,
      log: () => {},
    });
  }, 60_000);

  afterAll(async () => {
    await gitHost.stop();
    await api.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, 60_000);

  it('leaves the organisation out, and brings it in later', async () => {
    await load({ empty: true });
    expect(await get('/repos/payments/invoice-renderer')).toBe(404);
    const before = await get('/repos/platform/gitops/contents/apps');
    expect(before).toHaveLength(1);

    await load();
    const apps = await get('/repos/platform/gitops/contents/apps');
    expect(apps.map(({ name }: { name: string }) => name).sort()).toEqual([
      '.gitkeep',
      'payments-dev',
      'payments-prod',
      'platform-dev',
      'platform-prod',
    ]);
    expect(await readProgress(dataDir)).toMatchObject({
      phase: 'done',
      done: 3,
      total: 3,
    });
  }, 60_000);

  it('brings repositories in with their history and pull requests', async () => {
    const state = await readDemoState(dataDir);
    const main = await get('/repos/payments/invoice-renderer/branches/main');
    expect(main.commit.id).toBe(
      state?.repositories['payments/invoice-renderer'],
    );
    const pulls = await get(
      '/repos/payments/invoice-renderer/pulls?state=closed&limit=50',
    );
    const merged = pulls.filter((pull: { merged: boolean }) => pull.merged);
    expect(merged.length).toBeGreaterThan(10);
    const year = 366 * 24 * 60 * 60 * 1000;
    for (const pull of merged) {
      const age = Date.now() - Date.parse(pull.merged_at);
      expect(age).toBeGreaterThan(0);
      expect(age).toBeLessThan(year);
      expect(pull.merge_commit_sha).toMatch(/^[0-9a-f]{40}$/);
      expect(pull.user.login).not.toBe('cairn-portal');
    }
    const all = await refs('payments/invoice-renderer');
    expect(all.filter(ref => ref.includes('refs/import/'))).toEqual([]);
    expect(all.some(ref => ref.includes('refs/tags/v1.'))).toBe(true);
    const token = await readFile(
      join(dataDir, 'people', 'cairn-portal.git-token'),
      'utf8',
    );
    for (const path of ['payments/invoice-renderer', 'platform/gitops']) {
      const hooks = await fetch(`${gitHost.url}/api/v1/repos/${path}/hooks`, {
        headers: { authorization: `token ${token.trim()}` },
      });
      expect(await hooks.json()).toMatchObject([
        { active: true, config: { url: argoHook } },
      ]);
    }
  }, 60_000);

  it('changes nothing when it is loaded again', async () => {
    const { client } = api;
    const before = [
      await refs('platform/log-shipper'),
      await refs('platform/gitops'),
      await readDemoState(dataDir),
    ];
    logged.length = 0;
    await load();
    expect(logged).toEqual([
      'The demo organisation is loaded',
      'Loading is done',
    ]);
    expect([
      await refs('platform/log-shipper'),
      await refs('platform/gitops'),
      await readDemoState(dataDir),
    ]).toEqual(before);
    const secret = await client.get({
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: 'argocd',
      name: 'fernhill-git',
    });
    expect(secretData(secret)).toMatchObject({ type: 'git', url: gitHost.url });
  }, 60_000);

  it('finishes what an interrupted start left', async () => {
    const file = join(dataDir, 'demo.json');
    const state = await readDemoState(dataDir);
    const tips = { ...state?.repositories };
    const before = await refs('platform/log-shipper');
    // As if the process had ended after the push, before it was noted.
    await writeFile(file, JSON.stringify({ ...state, repositories: {} }));
    const abort = new AbortController();
    const cutOff = load({
      signal: abort.signal,
      gitHost: {
        ...gitHost,
        importPulls: async () => {
          abort.abort(new Error('cut off'));
          throw new Error('cut off');
        },
      },
    });
    await expect(cutOff).rejects.toThrow('cut off');
    await load();
    expect((await readDemoState(dataDir))?.repositories).toEqual(tips);
    expect(await refs('platform/log-shipper')).toEqual(before);
  }, 60_000);
});

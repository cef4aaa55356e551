import { git, TestHost } from '@cairn/sandbox/git/testUtils';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { KillingProxy } from './__testUtils__/KillingProxy';
import { Portal } from './__testUtils__/Portal';

/** What each step says when its work is done, just before the run notes that it is. */
const ENDS = [
  'shop is free',
  'files from template:default/tiny',
  'files with manifests',
  'Made observability/',
  'The code is at',
  'Argo CD deploys it',
  'has no CI for this repository',
  'is being added to the catalog',
];
/** Also at the end of each step, and before and after each request; that takes minutes. */
const everywhere = process.env.CAIRN_KILL_EVERYWHERE === '1';

jest.setTimeout(everywhere ? 1_800_000 : 240_000);

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    await new Promise(done => setTimeout(done, 100));
  }
}

describe('runs that are cut off', () => {
  const adminUrl =
    process.env.CAIRN_TEST_POSTGRES_URL ??
    'postgres://postgres:postgres@127.0.0.1:5432/postgres';
  const database = `golden_${randomUUID().replaceAll('-', '')}`;
  const databaseUrl = Object.assign(new URL(adminUrl), {
    pathname: `/${database}`,
  }).href;
  let db: Client;
  let host: TestHost;
  let proxy: KillingProxy;
  let portal: Portal;

  async function admin(statement: string): Promise<void> {
    const client = new Client({ connectionString: adminUrl });
    await client.connect();
    await client.query(statement);
    await client.end();
  }

  beforeAll(async () => {
    await admin(`CREATE DATABASE ${database}`);
    db = new Client({ connectionString: databaseUrl });
    await db.connect();
    host = await TestHost.start();
    proxy = await KillingProxy.start(host.url);
    const fixtures = join(__dirname, '__fixtures__');
    portal = await Portal.build({
      app: { baseUrl: 'http://portal.example' },
      backend: {
        baseUrl: 'http://portal.example',
        database: {
          client: 'pg',
          connection: databaseUrl,
          pluginDivisionMode: 'schema',
        },
      },
      integrations: {
        gitea: [
          {
            host: new URL(proxy.url).host,
            baseUrl: proxy.url,
            username: 'cairn-portal',
            password: host.tokens['cairn-portal'],
          },
        ],
      },
      catalog: {
        rules: [{ allow: ['Component', 'Template', 'User', 'Group'] }],
        locations: ['org.yaml', 'templates/tiny/template.yaml'].map(it => ({
          type: 'file',
          target: join(fixtures, it),
        })),
      },
      scaffolder: {
        taskRecovery: {
          enabled: true,
          staleTimeout: { seconds: 5 },
          workspaceProvider: 'database',
        },
      },
      goldenPath: {
        visibility: 'public',
        gitops: {
          host: new URL(proxy.url).host,
          owner: 'platform',
          repo: 'gitops',
        },
      },
    });
    proxy.kill = () => portal.kill();
  });

  afterAll(async () => {
    await portal?.stop();
    await proxy?.stop();
    await host?.stop();
    await db?.end();
    await admin(`DROP DATABASE IF EXISTS ${database}`);
  });

  async function templateIsKnown(): Promise<void> {
    await until(async () => {
      const refs = ['template/default/tiny', 'user/default/ada'];
      const answers = await Promise.all(
        refs.map(ref => portal.ask(`/catalog/entities/by-name/${ref}`)),
      );
      return answers.every(({ status }) => status === 200) || undefined;
    });
  }

  async function begin(name: string): Promise<string> {
    const { status, body } = await portal.ask('/scaffolder/v2/tasks', {
      templateRef: 'template:default/tiny',
      values: {
        name,
        owner: 'payments',
        description: 'Sells things',
        repository: { host: new URL(proxy.url).host, owner: 'payments' },
      },
    });
    expect({ status, body }).toMatchObject({ status: 201 });
    return body.id;
  }

  async function statusOf(id: string): Promise<string> {
    const { rows } = await db.query(
      'SELECT status FROM scaffolder.tasks WHERE id = $1',
      [id],
    );
    return rows[0].status;
  }

  /** How a run has ended; undefined as long as it has not. */
  async function outcomeOf(id: string) {
    const status = await statusOf(id);
    if (status === 'open' || status === 'processing') {
      return undefined;
    }
    const { rows } = await db.query(
      `SELECT body FROM scaffolder.task_events WHERE task_id = $1 AND event_type = 'completion'`,
      [id],
    );
    const [completion, ...more] = rows.map(({ body }) => JSON.parse(body));
    expect(more).toEqual([]);
    return { status, ...completion };
  }

  /** There is one of everything, and all of it. */
  async function expectOneOfEverything(name: string): Promise<void> {
    const folder = await host.folder();
    await git(
      folder,
      'clone',
      '-q',
      host.remote('ada', `payments/${name}`),
      '.',
    );
    const branches = await git(folder, 'branch', '-r', '--format=%(refname)');
    expect(branches.split('\n').filter(it => !it.endsWith('HEAD'))).toEqual([
      'refs/remotes/origin/golden-path',
      'refs/remotes/origin/main',
    ]);
    expect(await git(folder, 'log', '--all', '--format=%an <%ae>')).toBe(
      'Ada Okafor <ada@cairn.example>',
    );
    const files = (await git(folder, 'ls-files')).split('\n');
    expect(files).toEqual(
      expect.arrayContaining([
        '.cairn/platform.yaml',
        '.cairn/template.yaml',
        'README.md',
        'catalog-info.yaml',
        `deploy/dev/deployment-${name}.yaml`,
        `deploy/prod/deployment-${name}.yaml`,
        'docs/runbook.md',
        'observability/alerts.yaml',
        'observability/dashboard.json',
        'score.yaml',
        'scripts/run.sh',
      ]),
    );
    expect(await git(folder, 'ls-files', '-s', 'scripts/run.sh')).toMatch(
      /^100755/,
    );
    const { json } = await host.api('ada', 'GET', `/repos/payments/${name}`);
    expect(json.description).toBe('Sells things');

    const gitops = await host.folder();
    await git(
      gitops,
      'clone',
      '-q',
      host.remote('ada', 'platform/gitops'),
      '.',
    );
    const about = await git(
      gitops,
      'log',
      '--format=%s',
      `--grep=Run ${name} `,
    );
    expect(about).toBe(`Run ${name} in dev and prod`);
    expect(await git(gitops, 'ls-files', `*${name}-*`)).toBe(
      [
        `apps/payments-dev/${name}-dev.yaml`,
        `apps/payments-prod/${name}-prod.yaml`,
      ].join('\n'),
    );
    const { rows } = await db.query(
      'SELECT target FROM catalog.locations WHERE target LIKE $1',
      [`%/payments/${name}/%`],
    );
    expect(rows).toEqual([
      {
        target: `${proxy.url}/payments/${name}/src/branch/main/catalog-info.yaml`,
      },
    ]);
    await until(async () => {
      const ref = `/catalog/entities/by-name/component/default/${name}`;
      return (await portal.ask(ref)).status === 200 || undefined;
    });
  }

  it('end, after a failure and a retry, with one of everything', async () => {
    await portal.start();
    await templateIsKnown();
    const id = await begin('desk');
    expect(await until(() => outcomeOf(id))).toMatchObject({
      status: 'failed',
      error: {
        name: 'NotFoundError',
        message: `There is no platform/gitops at ${
          new URL(proxy.url).host
        }, or no such branch in it. Exists already: ${
          proxy.url
        }/payments/desk.git. Retry goes on from here and makes nothing twice.`,
      },
    });

    // The platform team mends it.
    const made = await host.api(
      'cairn-portal',
      'POST',
      '/orgs/platform/repos',
      {
        name: 'gitops',
        auto_init: true,
        default_branch: 'main',
      },
    );
    expect(made.status).toBe(201);
    const retried = await portal.ask(`/scaffolder/v2/tasks/${id}/retry`, {});
    expect(retried.status).toBe(201);
    expect(await until(() => outcomeOf(id))).toMatchObject({
      status: 'completed',
      output: {
        links: [{ title: 'Repository', url: `${proxy.url}/payments/desk` }],
        text: [
          {
            title: 'What now',
            content: expect.stringContaining('has no CI for this repository'),
          },
        ],
      },
    });
    await expectOneOfEverything('desk');

    // The name is taken now, and nothing of the other is touched.
    const other = await begin('desk');
    expect(await until(() => outcomeOf(other))).toMatchObject({
      status: 'failed',
      error: {
        message: `${proxy.url}/payments/desk is there already, and this run has not made it. Choose another name, or have that repository removed. This step has made nothing.`,
      },
    });
    await expectOneOfEverything('desk');
  });

  it('end with one of everything when they are killed', async () => {
    proxy.times = ({ method, path, moment }) => {
      const isPush = method === 'POST' && path.endsWith('/git-receive-pack');
      if (!everywhere) {
        // The repository is there and main is pushed, but nobody knows it yet.
        const isFirst = isPush && path.startsWith('/payments/shop');
        return isFirst && moment === 'after' ? 1 : 0;
      }
      if (!/shop|gitops|[/]orgs[/]/.test(path)) {
        return 0;
      }
      // Both branches are pushed to the same address.
      return isPush ? 2 : 1;
    };
    const pending = everywhere ? [...ENDS] : [];
    const kills: string[] = [];
    if (!portal.isRunning || everywhere) {
      portal.kill();
      await portal.ended();
      await portal.start(pending);
      await templateIsKnown();
    }
    const id = await begin('shop');
    const killedOrEnded = () =>
      until(async () => (portal.isRunning ? outcomeOf(id) : 'killed'));
    let cut = 0;
    let outcome = await killedOrEnded();
    while (outcome === 'killed') {
      // Where no request was cut off, it ended itself at the first of the steps that are left.
      kills.push(
        proxy.killed.at(cut) ?? pending.shift() ?? 'more often than expected',
      );
      cut = proxy.killed.length;
      await portal.start(pending);
      outcome = await killedOrEnded();
    }
    expect(outcome).toMatchObject({
      status: 'completed',
      output: { links: [{ url: `${proxy.url}/payments/shop` }] },
    });
    proxy.times = () => 0;
    if (everywhere) {
      process.stderr.write(
        `Killed ${kills.length} times: ${kills.join(', ')}\n`,
      );
    }
    expect(pending).toEqual([]);
    expect(kills.length).toBeGreaterThanOrEqual(everywhere ? 25 : 1);
    await expectOneOfEverything('shop');
  });
});

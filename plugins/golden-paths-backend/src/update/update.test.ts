import { TestHost } from '@cairn/sandbox/git/testUtils';
import request from 'supertest';
import { service } from '../__testUtils__/entities';
import { ada, ben, dev } from '../__testUtils__/people';
import { Scaffold } from '../__testUtils__/Scaffold';
import { World } from '../__testUtils__/World';

const SCORE = `apiVersion: score.dev/v1b1
metadata:
  name: \${{ values.name }}
containers:
  web:
    image: .
    livenessProbe: { httpGet: { path: /healthz, port: 8080 } }
    readinessProbe: { httpGet: { path: /readyz, port: 8080 } }
service:
  ports:
    http: { port: 80, targetPort: 8080 }
`;
const MAIN = `import { start } from './start';

const port = 8080;

// Handlers


start(port);
`;

describe('a newer version of a golden path', () => {
  const world = new World();
  let host: TestHost;
  let scaffold: Scaffold;
  let server: Awaited<ReturnType<World['start']>>;

  beforeAll(async () => {
    host = await TestHost.start();
    const gitea = {
      host: new URL(host.url).host,
      baseUrl: host.url,
      username: 'cairn-portal',
      password: host.tokens['cairn-portal'],
    };
    const away = { host: '127.0.0.1:1', baseUrl: 'http://127.0.0.1:1' };
    server = await world.start({
      gitea: [gitea, { ...away, username: 'x', password: 'y' }],
    });
  }, 60_000);
  afterAll(() => host.stop());
  beforeEach(async () => {
    world.policy = 'ownership';
    world.audit.success.mockClear();
    world.audit.fail.mockClear();
    world.auditor.createEvent.mockClear();
    scaffold = await Scaffold.create(host);
    await scaffold.write({ 'common.txt': 'shared\n' }, '_common');
    await scaffold.write({
      'score.yaml': SCORE,
      'src/main.ts': MAIN,
      'src/old.ts': 'old\n',
      'README.md':
        '# ${{ values.name }}\n\nMade with ${{ values.language }}.\n',
    });
  });
  afterEach(() => scaffold.remove());

  const path = (name: string) =>
    `/api/golden-paths/components/default/component/${name}/update`;
  const preview = (name: string, who = ada) =>
    request(server)
      .get(`${path(name)}/preview`)
      .set(who);
  const open = (name: string, version = scaffold.version, who = ada) =>
    request(server).post(path(name)).set(who).send({ version });

  async function make(name: string, options: { branches?: string[] } = {}) {
    world.entities = [await scaffold.make(name, options), scaffold.template];
  }

  /** Publishes a version, as the platform team does. */
  async function publish(
    version: string,
    files: Record<string, string | undefined>,
  ) {
    scaffold.version = version;
    await scaffold.write(files);
    world.entities = world.entities.map(entity =>
      entity.kind === 'Template' ? scaffold.template : entity,
    );
  }

  async function merge(name: string, number: number, style: string) {
    const at = `/repos/payments/${name}/pulls/${number}/merge`;
    const { status } = await host.api('cairn-portal', 'POST', at, {
      Do: style,
    });
    expect(status).toBe(200);
    world.entities = world.entities.map(entity =>
      entity.kind === 'Component'
        ? scaffold.entity(name, scaffold.version)
        : entity,
    );
  }

  it('comes as a pull request with only its own changes; local edits survive', async () => {
    await make('alpha');
    await scaffold.edit('alpha', {
      'src/main.ts': text =>
        text.replace('// Handlers\n', '// Handlers\nimport "./mine";\n'),
      'src/mine.ts': () => 'mine\n',
      'common.txt': () => 'shared, and ours\n',
    });
    await publish('1.1.0', {
      'src/main.ts': MAIN.replace('import { start }', 'import { start, stop }'),
      'src/old.ts': undefined,
      'src/new.ts': 'new: ${{ values.name }}, ${{ values.greeting }}\n',
    });

    const seen = await preview('alpha');
    expect(seen.status).toBe(200);
    const files = [
      { path: '.cairn/template.yaml', change: 'changed', outcome: 'clean' },
      { path: 'src/main.ts', change: 'changed', outcome: 'merged' },
      { path: 'src/new.ts', change: 'added', outcome: 'clean' },
      { path: 'src/old.ts', change: 'removed', outcome: 'clean' },
    ];
    expect(seen.body).toEqual({
      ref: 'component:default/alpha',
      version: '1.0.0',
      newest: '1.1.0',
      files,
      conflicts: 0,
    });

    const before = await scaffold.texts('alpha', 'main');
    const { status, body } = await open('alpha');
    expect(status).toBe(201);
    expect(body).toMatchObject({ created: true, files, conflicts: 0 });
    expect(body.pullRequest).toEqual({
      number: 1,
      url: `${host.url}/payments/alpha/pulls/1`,
      title: 'Update to The tiny 1.1.0',
      branch: 'golden-path-update-1.1.0',
      conflicts: false,
    });
    const changed = await host.api(
      'ada',
      'GET',
      '/repos/payments/alpha/pulls/1/files',
    );
    expect(
      changed.json.map((file: { filename: string }) => file.filename).sort(),
    ).toEqual(files.map(file => file.path));
    const after = await scaffold.texts('alpha', body.pullRequest.branch);
    expect(after['src/main.ts']).toBe(
      MAIN.replace('{ start }', '{ start, stop }').replace(
        '// Handlers\n',
        '// Handlers\nimport "./mine";\n',
      ),
    );
    expect(after['src/new.ts']).toBe('new: alpha, Good day\n');
    expect(after['common.txt']).toBe('shared, and ours\n');
    expect(after['src/mine.ts']).toBe('mine\n');
    // Nothing has reached main by itself.
    expect(await scaffold.texts('alpha', 'main')).toEqual(before);

    // Again, from two at once: it is the same one.
    const again = await Promise.all([open('alpha'), open('alpha')]);
    for (const answer of again) {
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        created: false,
        pullRequest: { number: 1 },
      });
    }
    expect((await preview('alpha')).body.pullRequest).toMatchObject({
      number: 1,
    });
    const pulls = await host.api(
      'ada',
      'GET',
      '/repos/payments/alpha/pulls?state=all',
    );
    expect(pulls.json).toHaveLength(1);
  }, 60_000);

  it('shows a conflict as one, and goes on from there however it was merged', async () => {
    await make('beta');
    await publish('1.1.0', { 'src/main.ts': MAIN.replace('8080', '8081') });
    const first = await open('beta');
    expect(first.body).toMatchObject({ created: true, conflicts: 0 });
    await merge('beta', first.body.pullRequest.number, 'squash');
    await scaffold.edit('beta', {
      'src/main.ts': text => text.replace('8081', '9000'),
      'README.md': () => undefined,
    });
    await publish('1.2.0', {
      'src/main.ts': MAIN.replace('8080', '8082'),
      'README.md': '# ${{ values.name }}, anew\n',
    });

    const { status, body } = await open('beta');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      conflicts: 2,
      pullRequest: {
        title: 'Update to The tiny 1.2.0 (conflicts)',
        conflicts: true,
      },
      files: [
        { path: '.cairn/template.yaml', outcome: 'clean' },
        { path: 'README.md', outcome: 'conflict' },
        { path: 'src/main.ts', outcome: 'conflict' },
      ],
    });
    const texts = await scaffold.texts('beta', body.pullRequest.branch);
    expect(texts['README.md']).toBeUndefined();
    expect(texts['src/main.ts']).toContain(
      `<<<<<<< main
const port = 9000;
||||||| golden path 1.1.0
const port = 8081;
=======
const port = 8082;
>>>>>>> golden path 1.2.0
`,
    );
    const pull = await host.api(
      'ada',
      'GET',
      `/repos/payments/beta/pulls/${body.pullRequest.number}`,
    );
    expect(pull.json.body).toContain(
      '## Conflicts: to be decided before merging',
    );
    expect(pull.json.body).toContain(
      '- `src/main.ts`: Changed here and in the newer version, in one place',
    );
    expect(pull.json.body).toContain('`user:default/ada`');
    expect((await open('beta')).body).toMatchObject({
      created: false,
      pullRequest: { conflicts: true },
    });
  }, 60_000);

  it('renders the manifests of what was merged', async () => {
    await make('gamma');
    await publish('1.1.0', {
      'score.yaml': SCORE.replace('port: 80,', 'port: 81,'),
    });
    // A team that has changed score.yaml and rendered it.
    await scaffold.edit('gamma', {
      'score.yaml': text => text.replace('/readyz', '/ready'),
      'deploy/dev/deployment-gamma.yaml': text =>
        text.replace('/readyz', '/ready'),
      'deploy/prod/deployment-gamma.yaml': text =>
        text.replace('/readyz', '/ready'),
    });
    const { body } = await open('gamma');
    expect(body.conflicts).toBe(0);
    const texts = await scaffold.texts('gamma', body.pullRequest.branch);
    expect(texts['deploy/dev/service-gamma.yaml']).toContain('port: 81');
    expect(texts['deploy/dev/deployment-gamma.yaml']).toContain('/ready\n');
    expect(body.files.map((file: { path: string }) => file.path)).toEqual([
      '.cairn/template.yaml',
      'deploy/dev/service-gamma.yaml',
      'deploy/prod/service-gamma.yaml',
      'score.yaml',
    ]);
  }, 60_000);

  it('is for the owning team: by the policy, and by the membership the catalog confirms', async () => {
    await make('delta');
    await publish('1.1.0', { 'src/new.ts': 'new\n' });
    const refused = [preview('delta', ben), open('delta', '1.1.0', ben)];
    for (const { status, body } of await Promise.all(refused)) {
      expect(status).toBe(403);
      expect(body.error.message).toBe(
        'Only the team that owns component:default/delta can have it updated: ask group:default/payments.',
      );
    }
    world.policy = 'allow';
    expect((await open('delta', '1.1.0', ben)).status).toBe(403);
    world.policy = 'deny';
    expect((await open('delta', '1.1.0', ada)).status).toBe(403);
    expect(await scaffold.remote('delta').listBranches()).toEqual(
      new Map([
        ['golden-path', expect.any(String)],
        ['main', expect.any(String)],
      ]),
    );
    expect(world.audit.fail).toHaveBeenCalledTimes(4);
    expect(world.audit.success).not.toHaveBeenCalled();

    world.policy = 'allow';
    expect((await open('delta', '1.1.0', dev)).status).toBe(201);
    expect(world.auditor.createEvent).toHaveBeenLastCalledWith(
      expect.objectContaining({
        eventId: 'service-update',
        severityLevel: 'medium',
        meta: {
          actionType: 'open',
          entityRef: 'component:default/delta',
          version: '1.1.0',
        },
      }),
    );
    expect(world.audit.success).toHaveBeenCalledWith({
      meta: {
        created: true,
        conflicts: 0,
        pullRequest: `${host.url}/payments/delta/pulls/1`,
      },
    });
  }, 60_000);

  it('says why it cannot be brought', async () => {
    await make('epsilon', { branches: ['main'] });
    expect((await open('epsilon')).status).toBe(409);
    await publish('1.1.0', {});
    const late = await open('epsilon', '1.0.9');
    expect(late.status).toBe(409);
    expect(late.body.error.message).toContain(
      'The newest version is 1.1.0 by now',
    );
    const baseless = await open('epsilon');
    expect(baseless.status).toBe(422);
    expect(baseless.body.error.message).toContain('has no branch golden-path');

    const kept =
      (await scaffold.texts('epsilon', 'main'))['.cairn/template.yaml'] ?? '';
    const wrong: [string | undefined, string][] = [
      [undefined, 'There is no .cairn/template.yaml on main.'],
      ['kind: [', '.cairn/template.yaml is no valid YAML.'],
      [
        kept.replace('default/tiny', 'default/other'),
        'names template:default/other, the catalog template:default/tiny',
      ],
    ];
    for (const [text, message] of wrong) {
      await scaffold.edit('epsilon', { '.cairn/template.yaml': () => text });
      const { status, body } = await open('epsilon');
      expect(status).toBe(422);
      expect(body.error.message).toContain(message);
    }
    // The pull request was merged a moment ago, and the catalog has not seen it yet.
    await scaffold.edit('epsilon', {
      '.cairn/template.yaml': () =>
        kept.replace('version: 1.0.0', 'version: 1.1.0'),
    });
    const merged = await open('epsilon');
    expect(merged.status).toBe(409);
    expect(merged.body.error.message).toContain('has version 1.1.0 already');

    const from = 'template:default/tiny@1.0.0';
    world.entities = [
      scaffold.template,
      service({ name: 'nowhere', from }),
      // What it says of its own source does not count.
      service({
        name: 'liar',
        from,
        source: `url:${host.url}/payments/epsilon/src/branch/main/`,
      }),
      service({
        name: 'away',
        from,
        location:
          'url:http://127.0.0.1:1/payments/away/src/branch/main/catalog-info.yaml',
      }),
    ];
    for (const name of ['nowhere', 'liar']) {
      expect((await open(name)).status).toBe(422);
    }
    expect((await open('away')).status).toBe(503);
    expect((await preview('away')).status).toBe(503);
    expect((await open('none')).status).toBe(404);
    for (const body of [
      {},
      { version: '' },
      { version: '1.1.0', force: true },
    ]) {
      const { status } = await request(server)
        .post(path('nowhere'))
        .set(ada)
        .send(body);
      expect(status).toBe(400);
    }
  }, 60_000);

  it('says whether the git host has a repository of a name', async () => {
    const repository = async (name: string, repoHost: string, who = ada) => {
      const { body } = await request(server)
        .get(`/api/golden-paths/names/${name}`)
        .query({ owner: 'payments', repoHost, repoOwner: 'payments' })
        .set(who);
      return body.checks.find(
        ({ where }: { where: string }) => where === 'repository',
      );
    };
    const { host: here } = new URL(host.url);
    await make('theta');
    expect(await repository('theta', here)).toEqual({
      where: 'repository',
      verdict: 'taken',
      message: `There is a repository payments/theta at ${here}.`,
      url: `${host.url}/payments/theta`,
    });
    expect(await repository('iota', here)).toMatchObject({ verdict: 'free' });
    expect(await repository('iota', '127.0.0.1:1')).toMatchObject({
      verdict: 'unknown',
      message: 'The git host does not answer, so it may have the name.',
    });
  });

  it('goes on where a try was cut off, and after a pull request was closed', async () => {
    await make('zeta');
    await publish('1.1.0', { 'src/new.ts': 'new\n' });
    const first = await open('zeta');
    await host.api('ada', 'PATCH', '/repos/payments/zeta/pulls/1', {
      state: 'closed',
    });
    const second = await open('zeta');
    expect(second.status).toBe(201);
    expect(second.body.pullRequest).toMatchObject({
      number: 2,
      branch: first.body.pullRequest.branch,
    });
    expect(
      (await scaffold.texts('zeta', second.body.pullRequest.branch))[
        'src/new.ts'
      ],
    ).toBe('new\n');
  }, 60_000);
});

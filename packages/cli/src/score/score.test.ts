import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPlatformFile } from '@cairn/plugin-golden-paths-common';
import {
  provisionersOf,
  standardEnvironment,
} from '@cairn/plugin-score-common';
import { Desk } from '../__testUtils__/Desk';

const SCORE = `apiVersion: score.dev/v1b1
metadata:
  name: shop
service:
  ports:
    http: { port: 8080 }
containers:
  web:
    image: registry.cairn.example/payments/shop:0.1.0
    livenessProbe: { httpGet: { path: /healthz, port: 8080 } }
    readinessProbe: { httpGet: { path: /readyz, port: 8080 } }
`;
const WITH_DATABASE = `${SCORE}resources:\n  db: { type: postgres }\n`;
const platform = renderPlatformFile({
  owner: 'payments',
  environments: ['dev', 'prod'].map(name =>
    standardEnvironment({ name, owner: 'payments' }),
  ),
  provisioners: provisionersOf({ xrds: [] }).items,
});
const databases = join(__dirname, '../../../../platform/crossplane/databases');
const scaffolded = () =>
  Desk.create({ 'score.yaml': SCORE, '.cairn/platform.yaml': platform });

it('renders a scaffolded repository without a flag, and finds it in order', async () => {
  const desk = await scaffolded();
  expect(await desk.run('score', 'validate')).toEqual({
    exitCode: 0,
    out: 'score.yaml is in order.',
    err: '',
  });
  const first = await desk.run('score', 'render');
  expect(first).toMatchObject({
    exitCode: 0,
    out: '10 manifests in deploy: 10 written, 0 removed.',
  });
  expect(await desk.list('deploy/dev')).toEqual([
    'deployment-shop.yaml',
    'networkpolicy-shop.yaml',
    'service-shop.yaml',
    'serviceaccount-shop.yaml',
  ]);
  const again = await desk.run('score', 'render');
  expect(again.out).toBe('10 manifests in deploy: 0 written, 0 removed.');
  expect(await desk.run('score', 'render', '--check')).toEqual({
    exitCode: 0,
    out: '10 manifests as score.yaml renders.',
    err: '',
  });
});

it('says in CI what is not as rendered, and writes nothing', async () => {
  const desk = await scaffolded();
  await desk.run('score', 'render');
  const path = 'deploy/prod/deployment-shop.yaml';
  const rendered = await desk.read(path);
  await desk.write('deploy/dev/old.yaml', 'kind: Old\n');
  await desk.write('deploy/dev/notes.txt', 'not a manifest');
  await desk.write(
    path,
    rendered.replace(/^kind: Deployment/m, 'kind: Daemon'),
  );
  const { exitCode, err } = await desk.run('score', 'render', '--check');
  expect(exitCode).toBe(1);
  expect(err).toBe(
    [
      'deploy/prod/deployment-shop.yaml:2: is "kind: Daemon", renders "kind: Deployment"',
      'deploy/dev/old.yaml: not rendered any more',
      '2 manifests not as score.yaml renders. Run `cairn score render` and commit what it writes.',
    ].join('\n'),
  );
  expect(await desk.list('deploy/dev')).toContain('old.yaml');
  expect((await desk.run('score', 'render')).out).toBe(
    '10 manifests in deploy: 1 written, 1 removed.',
  );
  expect(await desk.list('deploy/dev')).toContain('notes.txt');
  expect((await desk.run('score', 'render', '--check')).exitCode).toBe(0);
});

it('gives every problem with its place', async () => {
  const desk = await scaffolded();
  await desk.write(
    'score.yaml',
    WITH_DATABASE.replace('8080 }\ncont', '8080\ncont'),
  );
  const broken = await desk.run('score', 'validate');
  expect(broken.exitCode).toBe(1);
  expect(broken.err).toMatch(/^score\.yaml:\d+:\d+: error: /);
  await desk.write('score.yaml', WITH_DATABASE);
  for (const args of [
    ['validate'],
    ['render'],
    ['render', '--check'],
    ['diff'],
  ]) {
    const { exitCode, err } = await desk.run('score', ...args);
    expect(exitCode).toBe(1);
    expect(err).toContain(
      'score.yaml:13:15: error: resources.db.type: Nothing on the platform provides the type postgres.',
    );
  }
});

it('takes what the platform offers from its own manifests', async () => {
  const desk = await Desk.create({ 'score.yaml': WITH_DATABASE });
  const flags = ['--owner', 'payments', '--xrds', databases];
  const { exitCode, out } = await desk.run(
    'score',
    'render',
    ...flags,
    '--environment',
    'dev',
    '--output',
    '-',
    '--image',
    'web=registry.cairn.example/payments/shop:9.9.9',
  );
  expect(exitCode).toBe(0);
  expect(out).toContain('kind: Database');
  expect(out).toContain('shop:9.9.9');
  expect(out).not.toContain('payments-prod');
  const staging = await desk.run(
    'score',
    'render',
    ...flags,
    '--environment',
    'staging',
    '--output',
    '-',
  );
  expect(staging.out).toContain('namespace: payments-staging');
  expect(readFileSync(join(databases, 'definition.yaml'), 'utf8')).toContain(
    'score.cairn.dev/resources',
  );
});

it('patches an environment and says what differs', async () => {
  const desk = await scaffolded();
  await desk.write(
    'overrides/prod.yaml',
    'kind: Deployment\nmetadata: { name: shop }\nspec: { minReadySeconds: 9 }\n',
  );
  const diff = await desk.run('score', 'diff');
  expect(diff.exitCode).toBe(0);
  expect(diff.out).toContain('+ HorizontalPodAutoscaler shop');
  expect(diff.out).toContain('spec.minReadySeconds: nothing -> 9');
  const data = await desk.run(
    'score',
    'diff',
    '--from',
    'prod',
    '--to',
    'dev',
    '--json',
  );
  expect(JSON.parse(data.out).removed).toContainEqual({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    name: 'shop',
  });
});

it.each([
  [['score', 'render'], {}, 'There is no file score.yaml.'],
  [
    ['score', 'render'],
    { 'score.yaml': SCORE },
    'so the team is not known. Name it: --owner payments.',
  ],
  [
    ['score', 'render'],
    { 'score.yaml': SCORE, '.cairn/platform.yaml': '[' },
    '.cairn/platform.yaml is no valid YAML.',
  ],
  [
    ['score', 'render', '--xrds', 'none', '--owner', 'x'],
    { 'score.yaml': SCORE },
    'There is no none.',
  ],
  [
    ['score', 'render', '--check', '--output', '-', '--owner', 'x'],
    { 'score.yaml': SCORE },
    'do not go together',
  ],
  [
    ['score', 'diff', '--to', 'moon', '--owner', 'x'],
    { 'score.yaml': SCORE },
    'There is no environment moon. Choose one of: dev, prod.',
  ],
  [
    ['score', 'render', '--image', 'web'],
    { 'score.yaml': SCORE },
    'Write <container>=<image>',
  ],
  [['score', 'paint'], {}, "unknown command 'paint'"],
  [['--nothing'], {}, "unknown option '--nothing'"],
])('refuses %j', async (args, files, message) => {
  const desk = await Desk.create(files);
  const { exitCode, err } = await desk.run(...args);
  expect(exitCode).toBe(2);
  expect(err).toContain(message);
});

it('explains itself', async () => {
  const desk = await Desk.create();
  const help = await desk.run('--help');
  expect(help.exitCode).toBe(0);
  for (const word of ['score', 'catalog', 'dora', 'Exit codes:']) {
    expect(help.out).toContain(word);
  }
  expect((await desk.run('help', 'score')).out).toContain('--check');
});

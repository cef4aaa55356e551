import { standardEnvironment } from '@cairn/plugin-score-common';
import { PLATFORM_FILE, renderDeploy, renderPlatformFile } from '../files';
import { mergeRepository } from './mergeRepository';

const labels = { ours: 'main', base: '1.0.0', theirs: '1.1.0' };
const platform = {
  owner: 'payments',
  environments: [standardEnvironment({ name: 'dev', owner: 'payments' })],
  provisioners: [],
};
const SCORE = `apiVersion: score.dev/v1b1
metadata:
  name: shop
service:
  ports:
    http: { port: 80, targetPort: 8080 }
containers:
  web:
    image: registry.cairn.example/payments/shop:0.1.0
    livenessProbe: { httpGet: { path: /healthz, port: 8080 } }
    readinessProbe: { httpGet: { path: /readyz, port: 8080 } }
`;
const SERVICE = 'deploy/dev/service-shop.yaml';
const DEPLOYMENT = 'deploy/dev/deployment-shop.yaml';

/** A repository whose manifests are as rendered, but for what is put over them. */
function repository(score: string, over: Record<string, string> = {}) {
  const { files } = renderDeploy({ score, platform, overrides: {} });
  const texts = {
    'score.yaml': score,
    [PLATFORM_FILE]: renderPlatformFile(platform),
    ...Object.fromEntries(files.map(({ path, content }) => [path, content])),
    ...over,
  };
  return new Map(
    Object.entries(texts).map(([path, text]) => [
      path,
      { content: new TextEncoder().encode(text), executable: false },
    ]),
  );
}

function merge(ours: ReturnType<typeof repository>, theirs: string) {
  const { files, changes } = mergeRepository({
    ours,
    base: repository(SCORE),
    theirs: repository(theirs),
    labels,
  });
  return {
    changes: changes.map(({ path, outcome }) => `${path} ${outcome}`),
    text: (path: string) =>
      new TextDecoder().decode(files.get(path)?.content ?? new Uint8Array()),
  };
}

const NEXT = SCORE.replace('port: 80,', 'port: 81,');
const LOCAL = SCORE.replace('/readyz', '/ready');

it('renders the manifests of what was merged, where they are as rendered', () => {
  // Both sides change the Deployment in the same lines, which a merge of the manifests could not settle.
  const theirs = NEXT.replace('shop:0.1.0', 'shop:0.2.0');
  const { changes, text } = merge(repository(LOCAL), theirs);
  expect(changes).toEqual([
    `${DEPLOYMENT} merged`,
    `${SERVICE} clean`,
    'score.yaml merged',
  ]);
  const merged = theirs.replace('/readyz', '/ready');
  expect(text('score.yaml')).toBe(merged);
  const { files } = renderDeploy({ score: merged, platform, overrides: {} });
  for (const { path, content } of files) {
    expect(text(path)).toBe(content);
  }
});

it('adds and removes manifests with what asks for them', () => {
  const without = SCORE.replace(/service:\n.*\n.*\n/, '');
  const { changes, text } = merge(repository(SCORE), without);
  expect(changes).toContain(`${SERVICE} clean`);
  expect(text(SERVICE)).toBe('');
  const added = mergeRepository({
    ours: repository(without),
    base: repository(without),
    theirs: repository(SCORE),
    labels,
  });
  expect(added.changes).toContainEqual({
    path: SERVICE,
    change: 'added',
    outcome: 'clean',
  });
});

it('merges manifests that were edited by hand like any other file', () => {
  const rendered = repository(SCORE);
  const hand = new TextDecoder()
    .decode(rendered.get(SERVICE)?.content)
    .replace('spec:', 'spec:\n  sessionAffinity: ClientIP');
  const { changes, text } = merge(repository(SCORE, { [SERVICE]: hand }), NEXT);
  expect(changes).toEqual([`${SERVICE} merged`, 'score.yaml clean']);
  expect(text(SERVICE)).toContain('sessionAffinity: ClientIP');
  expect(text(SERVICE)).toContain('port: 81');
});

it('renders nothing from a workload file that is in conflict', () => {
  const ours = SCORE.replace('port: 80,', 'port: 82,');
  const { changes, text } = merge(repository(ours), NEXT);
  expect(changes).toEqual([`${SERVICE} conflict`, 'score.yaml conflict']);
  expect(text('score.yaml')).toContain('<<<<<<< main');
  expect(text(SERVICE)).toContain('<<<<<<< main');
});

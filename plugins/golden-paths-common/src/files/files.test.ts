import { standardEnvironment } from '@cairn/plugin-score-common';
import {
  parsePlatformFile,
  renderPlatformFile,
  type PlatformFile,
} from './platformFile';
import { renderDeploy } from './renderDeploy';
import { parseTemplateFile, renderTemplateFile } from './templateFile';

const template = {
  template: 'template:default/nodejs-service',
  version: '1.0.0',
  values: { port: 8080, name: 'shop', nested: { b: true, a: ['x: y', null] } },
};
const environment = (name: string) =>
  standardEnvironment({ name, owner: 'payments' });
const platform: PlatformFile = {
  owner: 'payments',
  images: { web: 'registry.cairn.example/payments/shop:0.1.0' },
  environments: [environment('dev'), environment('prod')],
  provisioners: [],
};
const score = `apiVersion: score.dev/v1b1
metadata:
  name: shop
service:
  ports:
    http: { port: 8080 }
containers:
  web:
    image: .
    livenessProbe: { httpGet: { path: /healthz, port: 8080 } }
    readinessProbe: { httpGet: { path: /readyz, port: 8080 } }
`;

it('writes what a repository was made from, and reads it again', () => {
  const text = renderTemplateFile(template);
  expect(parseTemplateFile(text)).toEqual({ file: template });
  const { port, name, nested } = template.values;
  const turned = { ...template, values: { nested, name, port } };
  expect(renderTemplateFile(turned)).toBe(text);
});

it.each([
  ['[', '.cairn/template.yaml is no valid YAML.'],
  ['kind: Other', '.cairn/template.yaml cannot be used: apiVersion'],
  [
    renderTemplateFile({ ...template, version: 'new' }),
    '.cairn/template.yaml cannot be used: version must be a version such as 1.0.0.',
  ],
  [
    renderTemplateFile({ ...template, template: 'group:default/x' }),
    '.cairn/template.yaml cannot be used: template must be the reference of a template',
  ],
])('says what is wrong with %j', (text, problem) => {
  expect(parseTemplateFile(text)).toEqual({
    problem: expect.stringContaining(problem),
  });
});

it('writes what manifests are rendered with, and reads it again', () => {
  const text = renderPlatformFile(platform);
  expect(parsePlatformFile(text)).toEqual({ file: platform });
  expect(parsePlatformFile(text.replace('replicas', 'replica'))).toEqual({
    problem: expect.stringContaining('environments.0.replicas'),
  });
});

it('renders a file for each object, the same bytes twice', () => {
  const options = {
    score,
    platform,
    overrides: {
      prod: 'kind: Deployment\nmetadata: { name: shop }\nspec: { minReadySeconds: 9 }\n',
    },
  };
  const { files, problems } = renderDeploy(options);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(files.map(({ path }) => path)).toEqual([
    'deploy/dev/deployment-shop.yaml',
    'deploy/dev/networkpolicy-shop.yaml',
    'deploy/dev/service-shop.yaml',
    'deploy/dev/serviceaccount-shop.yaml',
    'deploy/prod/deployment-shop.yaml',
    'deploy/prod/horizontalpodautoscaler-shop.yaml',
    'deploy/prod/networkpolicy-shop.yaml',
    'deploy/prod/poddisruptionbudget-shop.yaml',
    'deploy/prod/service-shop.yaml',
    'deploy/prod/serviceaccount-shop.yaml',
  ]);
  const deployment = (name: string) =>
    files.find(({ path }) => path === `deploy/${name}/deployment-shop.yaml`);
  expect(deployment('prod')?.content).toContain('minReadySeconds: 9');
  expect(deployment('dev')?.content).not.toContain('minReadySeconds');
  expect(deployment('dev')?.content).toContain('shop:0.1.0');
  expect(renderDeploy(options).files).toEqual(files);
  expect(
    renderDeploy({ ...options, environment: 'dev' }).files.every(({ path }) =>
      path.startsWith('deploy/dev/'),
    ),
  ).toBe(true);
});

it('says a problem of all environments once, and renders nothing', () => {
  const { files, problems } = renderDeploy({
    score: score.replace('image: .', 'images: .'),
    platform,
    overrides: {},
  });
  expect(files).toEqual([]);
  expect(
    problems.filter(({ field }) => field.startsWith('containers.web')),
  ).toHaveLength(2);
});

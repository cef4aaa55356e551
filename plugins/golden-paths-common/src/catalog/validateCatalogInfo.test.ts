import { validateCatalogInfo } from './validateCatalogInfo';
import type { CatalogProblem } from './types';

const GOOD = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: shop
  annotations:
    backstage.io/techdocs-ref: dir:.
    backstage.io/kubernetes-id: shop
    argocd/app-selector: backstage.io/kubernetes-id=shop
    cairn.dev/scaffolded-from: template:default/nodejs-service@1.0.0
spec:
  type: service
  lifecycle: production
  owner: payments
`;

const said = (problems: CatalogProblem[]) =>
  problems.map(
    ({ severity, file, line, column, field, message }) =>
      `${file}:${line}:${column} ${severity} ${field}: ${message}`,
  );

async function check(text: string) {
  return said(
    (await validateCatalogInfo({ files: [{ file: 'f', text }] })).problems,
  );
}

it('has nothing to say of a file that is as it should be', async () => {
  const report = await validateCatalogInfo({
    files: [{ file: 'catalog-info.yaml', text: `# shop\n---\n${GOOD}` }],
  });
  expect(report).toEqual({
    valid: true,
    problems: [],
    entities: [
      {
        ref: 'component:default/shop',
        kind: 'Component',
        name: 'shop',
        file: 'catalog-info.yaml',
        line: 3,
      },
    ],
  });
});

it.each([
  [
    'a missing field, at the object it belongs to',
    GOOD.replace('  lifecycle: production\n', ''),
    'f:10:1 error spec.lifecycle: spec.lifecycle is missing.',
  ],
  [
    'an empty field',
    GOOD.replace('type: service', "type: ''"),
    'f:11:9 error spec.type: spec.type is empty.',
  ],
  [
    'a field of the wrong type',
    GOOD.replace('owner: payments', 'owner: [payments]'),
    'f:13:3 error spec.owner: spec.owner must be string.',
  ],
  [
    'a field nobody knows',
    `${GOOD}extra: 1\n`,
    'f:14:1 error extra: The catalog knows no field extra.',
  ],
  [
    'a name that is none',
    GOOD.replace('name: shop', 'name: my shop'),
    'f:4:9 error metadata.name: my shop cannot be a name.',
  ],
  [
    'a version the catalog does not know',
    GOOD.replace('v1alpha1', 'v9'),
    'f:1:13 error apiVersion: The catalog knows no Component of version backstage.io/v9.',
  ],
  [
    'a tag',
    GOOD.replace('  name: shop', '  name: shop\n  tags: [go, Node JS]'),
    'f:5:14 error metadata.tags[1]: Node JS cannot be a tag.',
  ],
  [
    'a link that would run a script',
    GOOD.replace(
      '  name: shop',
      '  name: shop\n  links:\n    - url: javascript:alert(1)',
    ),
    'f:6:12 error metadata.links[0].url: The link would not be shown: its scheme is not safe.',
  ],
  [
    'an annotation that is a number',
    GOOD.replace('kubernetes-id: shop', 'kubernetes-id: 7'),
    'f:7:33 error metadata.annotations["backstage.io/kubernetes-id"]: The annotation backstage.io/kubernetes-id is no text.',
  ],
  [
    'a reference without a kind',
    `${GOOD}  dependsOn: [orders-db]\n`,
    'f:14:15 error spec.dependsOn[0]: spec.dependsOn[0] is no reference: orders-db.',
  ],
  [
    'an owner that cannot own',
    GOOD.replace('owner: payments', 'owner: component:payments'),
    'f:13:10 error spec.owner: spec.owner names a component, which it cannot be.',
  ],
  [
    'a misspelt annotation, at its key',
    GOOD.replace('kubernetes-id:', 'kubernetes-ids:'),
    'f:7:5 warning metadata.annotations["backstage.io/kubernetes-ids"]: Nothing reads the annotation backstage.io/kubernetes-ids.',
  ],
  [
    'an annotation under a prefix of another',
    GOOD.replace('argocd/app-selector', 'argoproj.io/app-selector').replace(
      'argoproj.io/app-selector',
      'argo-cd/app-selector',
    ),
    'f:8:5 warning metadata.annotations["argo-cd/app-selector"]: Nothing reads the annotation argo-cd/app-selector.',
  ],
  [
    'an annotation that means nothing',
    GOOD.replace('selector: backstage.io/kubernetes-id=shop', 'selector: shop'),
    'f:8:26 warning metadata.annotations["argocd/app-selector"]: The annotation argocd/app-selector is no list of labels, so it selects nothing.',
  ],
  [
    'an annotation of the platform that is none',
    GOOD.replace('cairn.dev/scaffolded-from', 'cairn.dev/colour'),
    'f:9:5 warning metadata.annotations["cairn.dev/colour"]: Nothing reads the annotation cairn.dev/colour.',
  ],
  [
    'what the portal will not show',
    GOOD.replace('    backstage.io/techdocs-ref: dir:.\n', ''),
    'f:5:3 warning metadata.annotations: Without backstage.io/techdocs-ref it has no documentation page.',
  ],
  [
    'YAML that is none',
    'kind: Component\n  name: [',
    'f:1:7 error : This is no valid YAML: Nested mappings are not allowed in compact mappings.',
  ],
  [
    'a file with nothing in it',
    '# later\n',
    'f:1:1 error : The file describes nothing.',
  ],
  [
    'a text in place of an entity',
    'hello',
    'f:1:1 error : The document is no entity.',
  ],
])('places %s', async (_title, text, problem) => {
  expect(await check(text)).toContain(problem);
});

it('finds every problem, not only the first', async () => {
  const text = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: Some Name
  labels:
    a b: x
spec:
  type: 5
  dependsOn: [1, component:a]
`;
  expect((await check(text)).filter(it => it.includes('error'))).toEqual([
    'f:4:9 error metadata.name: Some Name cannot be a name.',
    'f:6:5 error metadata.labels["a b"]: a b cannot be the key of a label.',
    'f:7:1 error spec.lifecycle: spec.lifecycle is missing.',
    'f:7:1 error spec.owner: spec.owner is missing.',
    'f:8:9 error spec.type: spec.type must be string.',
    'f:9:15 error spec.dependsOn[0]: spec.dependsOn[0] must be string.',
  ]);
});

it('holds references against the catalog and against each other', async () => {
  const asked: string[][] = [];
  const system = `apiVersion: backstage.io/v1alpha1
kind: System
metadata: { name: checkout }
spec: { owner: nobody }
`;
  const report = await validateCatalogInfo({
    files: [
      {
        file: 'a.yaml',
        text: `${GOOD}  system: checkout\n  dependsOn: [resource:gone]\n`,
      },
      { file: 'b.yaml', text: `${system}---\n${GOOD}` },
    ],
    lookup: async refs => {
      asked.push(refs);
      return new Set(['group:default/payments']);
    },
  });
  expect(asked).toEqual([
    ['group:default/nobody', 'group:default/payments', 'resource:default/gone'],
  ]);
  expect(said(report.problems)).toEqual([
    'a.yaml:15:15 warning spec.dependsOn[0]: spec.dependsOn[0] names resource:default/gone, which is not in the catalog.',
    'b.yaml:4:16 error spec.owner: The owner group:default/nobody is not in the catalog, so nobody would own it.',
    'b.yaml:9:9 error metadata.name: component:default/shop is described twice, first in a.yaml at line 1.',
  ]);
  expect(report.valid).toBe(false);
});

it('bounds what it reads', async () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b]
d: [*c,*c,*c,*c,*c,*c,*c,*c]
`;
  expect(await check(bomb)).toEqual([
    'f:1:1 error : The YAML refers to itself too often.',
  ]);
  expect(await check('x'.repeat(1024 * 1024 + 1))).toEqual([
    'f:1:1 error : The file is larger than 1 MiB.',
  ]);
});

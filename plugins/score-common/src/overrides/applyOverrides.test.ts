import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { render, said } from '../__testUtils__/platform';
import { applyOverrides } from './applyOverrides';
import { mergePatch } from './mergePatch';

const manifests: KubernetesObject[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'payments-dev' },
    spec: { replicas: 1, paused: false },
  },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } },
];

function apply(text: string) {
  const { manifests: after, problems } = applyOverrides({
    manifests,
    text,
    file: 'overrides/dev.yaml',
  });
  return { after, problems: said(problems) };
}

describe('mergePatch', () => {
  // The examples of RFC 7396, appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('of %j and %j makes %j', (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result);
  });
});

describe('applyOverrides', () => {
  it('changes, adds and removes fields, and removes objects', () => {
    const { after, problems } = apply(`
kind: Deployment
metadata: { name: web, annotations: { a: b } }
spec: { replicas: 3, paused: null }
---
kind: Service
metadata: { name: web }
$patch: delete
---
`);
    expect(problems).toEqual([]);
    expect(after).toEqual([
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: {
          name: 'web',
          namespace: 'payments-dev',
          annotations: { a: 'b' },
        },
        spec: { replicas: 3 },
      },
    ]);
    expect(manifests[0].spec).toEqual({ replicas: 1, paused: false });
  });

  it.each([
    [
      'kind: Deployment\nmetadata: { name: api }',
      '1:7 kind: Nothing of the kind Deployment called api is rendered. Choose one of: Deployment web, Service web.',
    ],
    [
      'kind: Service\nmetadata: { name: web }\n$patch: replace',
      '3:9 ["$patch"]: "replace" is not known here. Write delete to remove the object, or leave $patch out.',
    ],
    [
      'spec: {}',
      '1:1 : An override says by kind and metadata.name what it changes. Add both.',
    ],
    [
      'kind: Deployment\nmetadata:\n  name: web\n  namespace: other',
      '4:14 metadata.namespace: An override cannot change metadata.namespace. Leave it out; it is payments-dev.',
    ],
    [
      '---\nkind: Service\nmetadata: { name: web }\n---\nkind: [',
      '5:8 : This is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]. Check indentation, quotes and brackets here and in the line above.',
    ],
  ])('refuses %j', (text, problem) => {
    const { after, problems } = apply(text);
    expect(problems).toEqual([problem]);
    expect(after).toEqual(manifests);
  });

  it('makes rendering fail, with the file it is in', () => {
    const rendered = render(
      'apiVersion: score.dev/v1b1\nmetadata: { name: web }\ncontainers: { web: { image: "app:1" } }',
      { overrides: 'kind: Secret\nmetadata: { name: web }' },
    );
    expect(rendered.manifests).toEqual([]);
    expect(
      rendered.problems.map(it => [it.file, it.line, it.severity]),
    ).toEqual([
      ['score.yaml', 3, 'warning'],
      ['overrides/dev.yaml', 1, 'error'],
    ]);
  });
});

import type { Entity } from '@backstage/catalog-model';
import { readMonthlyPrices } from '../prices';
import { newestFirst, versionState } from '../versions';
import { countAdoption } from './countAdoption';
import { isGoldenPath, readGoldenPath } from './readGoldenPath';
import { parseScaffoldedFrom, scaffoldedFrom } from './scaffoldedFrom';

const template: Entity = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: {
    name: 'nodejs-service',
    title: 'Node.js service',
    tags: ['nodejs'],
    annotations: {
      'cairn.dev/template-version': '1.10.0',
      'cairn.dev/template-updated': '2026-11-21',
      'cairn.dev/language': 'TypeScript',
      'cairn.dev/what-you-get': `${'A line\n'.repeat(9)}\n`,
    },
  },
  spec: { type: 'service' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/platform' }],
};

it('reads a path off its template', () => {
  expect(readGoldenPath(template)).toEqual({
    ref: 'template:default/nodejs-service',
    namespace: 'default',
    name: 'nodejs-service',
    title: 'Node.js service',
    tags: ['nodejs'],
    language: 'TypeScript',
    type: 'service',
    owner: 'group:default/platform',
    version: '1.10.0',
    updatedAt: '2026-11-21',
    whatYouGet: Array(8).fill('A line'),
  });
  const bare = { ...template, metadata: { name: 'x' }, spec: {} };
  expect(isGoldenPath(template)).toBe(true);
  expect(isGoldenPath(bare)).toBe(false);
  expect(readGoldenPath(bare)).toMatchObject({ title: 'x', whatYouGet: [] });
});

it.each([
  ['1.0.0', '1.10.0', 'behind'],
  ['1.9.0', '1.10.0', 'behind'],
  ['1.10.0-rc.1', '1.10.0', 'behind'],
  ['1.10.0', '1.10.0', 'current'],
  ['2.0.0', '1.10.0', 'ahead'],
  ['one', '1.10.0', 'unknown'],
  [undefined, '1.10.0', 'unknown'],
  ['1.0.0', undefined, 'unknown'],
])('finds %s against %s %s', (version, newest, state) => {
  expect(versionState(version, newest)).toBe(state);
});

it('counts who has which version', () => {
  expect(
    countAdoption(['1.9.0', '1.10.0', undefined, '1.9.0', 'odd'], '1.10.0'),
  ).toEqual({
    services: 5,
    behind: 2,
    unknown: 2,
    versions: [
      { version: '1.10.0', services: 1 },
      { version: '1.9.0', services: 2 },
      { version: 'odd', services: 1 },
    ],
  });
  expect(['1.9.0', 'b', '1.10.0', 'a'].sort(newestFirst)).toEqual([
    '1.10.0',
    '1.9.0',
    'a',
    'b',
  ]);
});

it.each([
  [
    'template:default/x@1.0.0',
    { templateRef: 'template:default/x', version: '1.0.0' },
  ],
  ['x@1.0.0', { templateRef: 'template:default/x', version: '1.0.0' }],
  ['template:Default/X', { templateRef: 'template:default/x' }],
  ['component:default/x@1.0.0', undefined],
  ['', undefined],
  ['@1.0.0', undefined],
])('reads the origin %s', (text, expected) => {
  expect(parseScaffoldedFrom(text)).toEqual(expected);
});

it('prefers the annotation to the field', () => {
  const of = (annotation: string | undefined, field: string | undefined) =>
    scaffoldedFrom({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'a',
        ...(annotation && {
          annotations: { 'cairn.dev/scaffolded-from': annotation },
        }),
      },
      spec: { ...(field && { scaffoldedFrom: field }) },
    })?.version;
  expect(of('template:default/x@2.0.0', 'template:default/x@1.0.0')).toBe(
    '2.0.0',
  );
  expect(of(undefined, 'template:default/x@1.0.0')).toBe('1.0.0');
  expect(of('group:default/x', 'template:default/x@1.0.0')).toBe('1.0.0');
  expect(of(undefined, undefined)).toBeUndefined();
});

it('reads prices, or none', () => {
  expect(
    readMonthlyPrices('{ currency: EUR, field: size, values: { small: 12 } }'),
  ).toEqual({ currency: 'EUR', field: 'size', values: { small: 12 } });
  for (const text of [
    undefined,
    '[',
    '{ currency: euro, field: size, values: {} }',
    '{ currency: EUR, field: size, values: { small: -1 } }',
  ]) {
    expect(readMonthlyPrices(text)).toBeUndefined();
  }
});

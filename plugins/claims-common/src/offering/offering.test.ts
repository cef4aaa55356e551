import fc from 'fast-check';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { checkSpec } from './checkSpec';
import { parseOffering } from './parseOffering';
import { checkProvided } from './providedValues';
import { publicSpec } from './publicSpec';

function definition(change: Record<string, unknown> = {}): KubernetesObject {
  return {
    apiVersion: 'apiextensions.crossplane.io/v2',
    kind: 'CompositeResourceDefinition',
    metadata: {
      name: 'caches.example.org',
      labels: { 'cairn.dev/offering': 'true' },
    },
    spec: {
      scope: 'Namespaced',
      group: 'example.org',
      names: { kind: 'RedisCache', plural: 'caches' },
      versions: [
        { name: 'v1', served: true },
        {
          name: 'v2',
          served: true,
          referenceable: true,
          schema: {
            openAPIV3Schema: {
              properties: {
                spec: {
                  type: 'object',
                  properties: { size: { type: 'string' }, crossplane: {} },
                },
              },
            },
          },
        },
      ],
      ...change,
    },
    status: { conditions: [{ type: 'Established', status: 'True' }] },
  };
}

describe('parseOffering', () => {
  it('reads a v2 definition', () => {
    expect(parseOffering({ cluster: 'sandbox', xrd: definition() })).toEqual({
      id: 'caches.example.org',
      cluster: 'sandbox',
      group: 'example.org',
      kind: 'RedisCache',
      plural: 'caches',
      version: 'v2',
      scope: 'Namespaced',
      title: 'Redis cache',
      specSchema: { type: 'object', properties: { size: { type: 'string' } } },
      available: true,
    });
  });

  it('takes the claim of a v1 definition', () => {
    const xrd = definition({
      scope: 'LegacyCluster',
      claimNames: { kind: 'Cache', plural: 'caches' },
      connectionSecretKeys: ['url', 'url', 'password'],
    });
    expect(parseOffering({ cluster: 'c', xrd })).toMatchObject({
      kind: 'Cache',
      available: false,
      connectionKeys: ['url', 'password'],
      specSchema: {
        properties: { writeConnectionSecretToRef: { type: 'object' } },
      },
    });
  });

  it('leaves out what is not offered or broken, and says why something is not available', () => {
    const parse = (xrd: KubernetesObject) =>
      parseOffering({ cluster: 'c', xrd });
    expect(parse({ ...definition(), metadata: { name: 'x' } })).toBeUndefined();
    expect(parse(definition({ names: {} }))).toBeUndefined();
    expect(parse({ ...definition(), spec: 7 })).toBeUndefined();
    expect(parse({ ...definition(), status: {} })).toMatchObject({
      available: false,
      reason: expect.stringContaining('not established'),
    });
    expect(parse(definition({ scope: 'Cluster' }))).toMatchObject({
      available: false,
      reason: expect.stringContaining('whole cluster'),
    });
  });
});

describe('checkSpec', () => {
  const schema = {
    type: 'object',
    required: ['engine', 'zone'],
    properties: {
      engine: { type: 'string', enum: ['postgres', 'mysql'] },
      zone: { type: 'string', default: 'a' },
      storageGB: { type: 'integer', minimum: 5, maximum: 4096 },
      backup: {
        type: 'object',
        properties: { enabled: { type: 'boolean' } },
      },
      tags: {
        type: 'array',
        maxItems: 2,
        items: { type: 'string', pattern: '^[a-z]+$', maxLength: 4 },
      },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      port: { 'x-kubernetes-int-or-string': true },
      anything: {
        type: 'object',
        'x-kubernetes-preserve-unknown-fields': true,
      },
    },
  };
  it.each<[Record<string, unknown>, [string, string][]]>([
    [
      {
        engine: 'postgres',
        storageGB: 5,
        port: 'http',
        labels: { a: 'b' },
        anything: { x: [1] },
      },
      [],
    ],
    [{}, [['spec.engine', 'Is required.']]],
    [
      { engine: 'oracle' },
      [['spec.engine', 'Must be one of: postgres, mysql.']],
    ],
    [
      { engine: 'mysql', storageGB: '20' },
      [['spec.storageGB', 'Must be a whole number, not text.']],
    ],
    [
      { engine: 'mysql', storageGB: 5.5 },
      [['spec.storageGB', 'Must be a whole number.']],
    ],
    [
      { engine: 'mysql', storageGB: 4 },
      [['spec.storageGB', 'Must be at least 5.']],
    ],
    [
      { engine: 'mysql', storageGB: 5000 },
      [['spec.storageGB', 'Must be at most 4096.']],
    ],
    [
      { engine: 'mysql', backup: { enabled: 'yes' } },
      [['spec.backup.enabled', 'Must be true or false, not text.']],
    ],
    [
      { engine: 'mysql', backup: { on: true } },
      [
        [
          'spec.backup.on',
          'Is not a field of this offering. Known here: enabled.',
        ],
      ],
    ],
    [
      { engine: 'mysql', tags: ['ok', 'NO'] },
      [['spec.tags[1]', 'Must match the pattern ^[a-z]+$.']],
    ],
    [
      { engine: 'mysql', tags: ['a', 'b', 'c'] },
      [['spec.tags', 'Must have at most 2 entries.']],
    ],
    [
      { engine: 'mysql', labels: { a: 1 } },
      [['spec.labels.a', 'Must be text, not a number.']],
    ],
    [{ engine: null }, [['spec.engine', 'Must be text, not null.']]],
  ])('%j', (spec, problems) => {
    expect(
      checkSpec(schema, spec).map(({ field, message }) => [field, message]),
    ).toEqual(problems);
  });

  it('never throws and never grows without bounds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), spec => {
        expect(
          checkSpec(schema, spec as Record<string, unknown>).length,
        ).toBeLessThanOrEqual(50);
      }),
    );
  });
});

describe('checkProvided and publicSpec', () => {
  it('judges values and defaults', () => {
    const offering = {
      provided: { engine: ['postgres'] },
      specSchema: { properties: { engine: { default: 'mysql' } } },
    };
    const message =
      'mysql is not offered on this platform yet; choose postgres.';
    expect(checkProvided(offering, { engine: 'postgres' })).toEqual([]);
    expect(checkProvided(offering, {})).toEqual([
      { field: 'spec.engine', message },
    ]);
    expect(checkProvided({ specSchema: {} }, { engine: 'x' })).toEqual([]);
  });

  it('leaves the machinery out', () => {
    const object = {
      ...definition(),
      spec: { size: 'small', crossplane: {}, compositionRef: {} },
    };
    expect(publicSpec(object, 'Namespaced')).toEqual({
      size: 'small',
      compositionRef: {},
    });
    expect(publicSpec(object, 'LegacyCluster')).toEqual({
      size: 'small',
      crossplane: {},
    });
  });
});

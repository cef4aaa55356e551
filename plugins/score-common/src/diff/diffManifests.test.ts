import { fixture, objectsOf } from '../__testUtils__/platform';
import { diffManifests } from './diffManifests';

function deployment(spec: object) {
  const metadata = { name: 'web' };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec };
}

describe('diffManifests', () => {
  it('says nothing of what is the same', () => {
    const before = [deployment({ a: 1, b: { c: [1] } })];
    const after = [deployment({ b: { c: [1] }, a: 1 })];
    expect(diffManifests(before, after)).toEqual({
      added: [],
      removed: [],
      changed: [],
    });
  });

  it.each([
    [{ a: 1 }, { a: 2 }, [{ path: 'spec.a', before: 1, after: 2 }]],
    [{ a: 1 }, {}, [{ path: 'spec.a', before: 1 }]],
    [{}, { a: { b: 1 } }, [{ path: 'spec.a', after: { b: 1 } }]],
    [{ a: [1, 2] }, { a: [1] }, [{ path: 'spec.a[1]', before: 2 }]],
    [
      { a: { 'x/y': 1 } },
      { a: { 'x/y': 2 } },
      [{ path: 'spec.a["x/y"]', before: 1, after: 2 }],
    ],
    [
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
      { env: [{ name: 'B', value: '3' }] },
      [
        { path: 'spec.env[A]', before: { name: 'A', value: '1' } },
        { path: 'spec.env[B].value', before: '2', after: '3' },
      ],
    ],
    [{ a: [] }, { a: {} }, [{ path: 'spec.a', before: [], after: {} }]],
  ])('between %j and %j finds what changed', (before, after, fields) => {
    const { changed } = diffManifests(
      [deployment(before)],
      [deployment(after)],
    );
    expect(changed).toEqual([
      {
        ref: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        fields,
      },
    ]);
  });

  it('tells development from production', () => {
    const dev = objectsOf(fixture('orders', 'dev.yaml'));
    const prod = objectsOf(fixture('orders', 'prod.yaml'));
    const { added, removed, changed } = diffManifests(dev, prod);
    expect(removed).toEqual([]);
    expect(added.map(it => it.kind)).toEqual([
      'HorizontalPodAutoscaler',
      'PodDisruptionBudget',
    ]);
    const database = changed.find(it => it.ref.kind === 'Database');
    expect(database?.fields).toEqual([
      {
        path: 'metadata.namespace',
        before: 'payments-dev',
        after: 'payments-prod',
      },
      { path: 'spec.highAvailability', after: true },
    ]);
  });
});

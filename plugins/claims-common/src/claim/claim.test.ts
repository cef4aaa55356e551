import fc from 'fast-check';
import {
  describeObjectState,
  type KubernetesObject,
} from '@cairn/plugin-platform-common';
import type { TimelineStep } from '../types';
import { checkName } from './checkName';
import { claimEvents } from './claimEvents';
import { claimState } from './claimState';
import { claimTimeline } from './claimTimeline';
import { composedTree, type ComposedLookup } from './composedTree';
import { connectionInfo } from './connectionInfo';

const NOW = new Date('2026-11-21T07:38:45Z');

/** Condensed from a recording of Crossplane 2.2.4: a v2 composite while its server is not ready. */
const ORDERS: KubernetesObject = {
  apiVersion: 'platform.example.org/v1',
  kind: 'Database',
  metadata: {
    name: 'orders',
    namespace: 'team-a',
    uid: 'fab59aca-543a-49ca-bc40-1f9598728b85',
    generation: 4,
    creationTimestamp: '2026-11-21T07:38:11Z',
  },
  spec: {
    crossplane: {
      resourceRefs: [
        { apiVersion: 'apps/v1', kind: 'Deployment', name: 'orders-ec06' },
        { apiVersion: 'v1', kind: 'ConfigMap', name: 'orders-afb5' },
        { apiVersion: 'v1', kind: 'Secret', name: 'orders-fecd' },
      ],
    },
    engine: 'postgres',
  },
  status: {
    conditions: [
      {
        type: 'Synced',
        status: 'True',
        reason: 'ReconcileSuccess',
        observedGeneration: 4,
        lastTransitionTime: '2026-11-21T07:38:35Z',
      },
      {
        type: 'Ready',
        status: 'False',
        reason: 'Creating',
        message: 'Unready resources: server',
        observedGeneration: 4,
        lastTransitionTime: '2026-11-21T07:38:35Z',
      },
    ],
  },
};

function composed(
  kind: string,
  name: string,
  resourceName: string,
  conditions: object[],
): KubernetesObject {
  return {
    apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1',
    kind,
    metadata: {
      name,
      namespace: 'team-a',
      creationTimestamp: '2026-11-21T07:38:35Z',
      annotations: { 'crossplane.io/composition-resource-name': resourceName },
    },
    status: { conditions },
  };
}

const PARTS = [
  composed('Deployment', 'orders-ec06', 'server', [
    {
      type: 'Available',
      status: 'False',
      reason: 'MinimumReplicasUnavailable',
      message: 'Deployment does not have minimum availability.',
      lastTransitionTime: '2026-11-21T07:38:36Z',
    },
  ]),
  composed('ConfigMap', 'orders-afb5', 'settings', []),
];

function lookupIn(objects: KubernetesObject[]) {
  return (ref: {
    kind: string;
    name: string;
    namespace?: string;
  }): ComposedLookup => {
    const object = objects.find(
      ({ kind, metadata }) =>
        kind === ref.kind &&
        metadata.name === ref.name &&
        metadata.namespace === ref.namespace,
    );
    return object ? { object } : { missing: true };
  };
}

function withReady(object: KubernetesObject): KubernetesObject {
  return {
    ...object,
    status: {
      conditions: [
        {
          type: 'Synced',
          status: 'True',
          reason: 'ReconcileSuccess',
          // Flapped after it had become ready, as recorded after a change of the Composition.
          lastTransitionTime: '2026-11-21T07:40:00Z',
        },
        {
          type: 'Ready',
          status: 'True',
          reason: 'Available',
          lastTransitionTime: '2026-11-21T07:38:41Z',
        },
      ],
    },
  };
}

describe('composedTree and claimState', () => {
  it('names the deepest cause of a recorded composite that is not ready', () => {
    const tree = composedTree({ root: ORDERS, lookup: lookupIn(PARTS) });
    expect(tree).toMatchObject([
      {
        kind: 'Deployment',
        resourceName: 'server',
        state: { state: 'working' },
      },
      {
        kind: 'ConfigMap',
        resourceName: 'settings',
        state: { state: 'ready' },
      },
      { kind: 'Secret', state: { state: 'unknown' }, children: [] },
    ]);
    expect(
      claimState({
        object: ORDERS,
        composed: tree,
        title: 'Database',
        own: describeObjectState(ORDERS, NOW),
      }),
    ).toMatchObject({
      state: 'working',
      sentence: expect.stringMatching(
        /^The database is being made ready: its deployment "server"/,
      ),
    });
  });

  it('follows nested composites, and stops where they go in circles', () => {
    const child: KubernetesObject = {
      ...ORDERS,
      kind: 'Inner',
      metadata: { name: 'inner', namespace: 'team-a' },
      spec: {
        crossplane: {
          resourceRefs: [
            { apiVersion: 'apps/v1', kind: 'Deployment', name: 'orders-ec06' },
            {
              apiVersion: 'platform.example.org/v1',
              kind: 'Inner',
              name: 'inner',
            },
          ],
        },
      },
    };
    const root: KubernetesObject = {
      ...ORDERS,
      spec: {
        crossplane: {
          resourceRefs: [
            {
              apiVersion: 'platform.example.org/v1',
              kind: 'Inner',
              name: 'inner',
            },
          ],
        },
      },
    };
    const tree = composedTree({ root, lookup: lookupIn([...PARTS, child]) });
    expect(tree).toHaveLength(1);
    expect(tree[0].children.map(({ kind }) => kind)).toEqual(['Deployment']);
  });

  it('shows a v1 composite only to the claim it is bound to', () => {
    const claim = (name: string): KubernetesObject => ({
      apiVersion: 'caches.example.org/v1',
      kind: 'Cache',
      metadata: { name, namespace: 'team-b' },
      spec: {
        resourceRef: {
          apiVersion: 'caches.example.org/v1',
          kind: 'XCache',
          name: 'front-52frx',
        },
      },
    });
    const composite: KubernetesObject = {
      apiVersion: 'caches.example.org/v1',
      kind: 'XCache',
      metadata: { name: 'front-52frx' },
      spec: { claimRef: { name: 'front', namespace: 'team-b' } },
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    };
    const conditionsFor = (name: string) =>
      composedTree({ root: claim(name), lookup: lookupIn([composite]) }).map(
        ({ conditions }) => conditions.length,
      );
    expect(conditionsFor('front')).toEqual([1]);
    expect(conditionsFor('second')).toEqual([0]);
  });
});

describe('claimTimeline', () => {
  function timeline(object: KubernetesObject, parts = PARTS) {
    const tree = composedTree({ root: object, lookup: lookupIn(parts) });
    const connection = connectionInfo({
      object,
      offering: { scope: 'Namespaced', connectionKeys: ['password'] },
      ready: JSON.stringify(object.status ?? {}).includes('Available'),
    });
    const state = claimState({
      object,
      composed: tree,
      title: 'Database',
      own: describeObjectState(object, NOW),
    });
    return claimTimeline({ object, composed: tree, state, connection });
  }

  it('tells how far a request has come, with times that never run backwards', () => {
    expect(timeline(ORDERS).map(({ id, status }) => `${id} ${status}`)).toEqual(
      [
        'submitted done',
        'accepted done',
        'composed done',
        'ready current',
        'credentials pending',
      ],
    );
    const ready = timeline(withReady(ORDERS));
    expect(ready.map(({ status }) => status)).toEqual(ready.map(() => 'done'));
    expect(ready.find(({ id }) => id === 'accepted')?.finishedAt).toBe(
      '2026-11-21T07:38:35Z',
    );
    expect(
      timeline({ ...ORDERS, status: undefined }, []).map(
        ({ id, status }) => `${id} ${status}`,
      ),
    ).toEqual([
      'submitted done',
      'accepted current',
      'composed pending',
      'ready pending',
      'credentials pending',
    ]);
    const deleted = timeline({
      ...withReady(ORDERS),
      metadata: {
        ...ORDERS.metadata,
        deletionTimestamp: '2026-11-21T08:00:00Z',
      },
    });
    expect(deleted.at(-1)).toMatchObject({ id: 'deleting', status: 'current' });
    expect(deleted.map(({ status }) => status)).not.toContain('pending');
  });

  it('keeps its order whatever the conditions say', () => {
    const time = fc
      .integer({ min: 0, max: 100_000 })
      .map(seconds =>
        new Date(Date.UTC(2026, 10, 21) + seconds * 1000).toISOString(),
      );
    const condition = fc.record({
      type: fc.constantFrom('Synced', 'Ready', 'Responsive'),
      status: fc.constantFrom('True', 'False', 'Unknown'),
      reason: fc.constantFrom(
        'ReconcileSuccess',
        'ReconcileError',
        'Creating',
        'Available',
      ),
      lastTransitionTime: time,
    });
    const rank: Record<TimelineStep['status'], number> = {
      done: 0,
      current: 1,
      failed: 1,
      pending: 2,
    };
    fc.assert(
      fc.property(
        fc.array(condition, { maxLength: 3 }),
        time,
        fc.boolean(),
        (conditions, created, isDeleted) => {
          const steps = timeline({
            ...ORDERS,
            metadata: {
              ...ORDERS.metadata,
              creationTimestamp: created,
              ...(isDeleted && { deletionTimestamp: created }),
            },
            status: { conditions },
          });
          const ranks = steps.map(({ status }) => rank[status]);
          expect(ranks).toEqual([...ranks].sort());
          expect(
            steps.filter(({ status }) => rank[status] === 1).length,
          ).toBeLessThanOrEqual(1);
          const times = steps
            .flatMap(({ startedAt, finishedAt }) => [startedAt, finishedAt])
            .filter(text => text !== undefined)
            .map(Date.parse);
          expect(times).toEqual([...times].sort((a, b) => a - b));
        },
      ),
    );
  });
});

describe('claimEvents', () => {
  it('takes the newest events of these very objects', () => {
    const event = (uid: string, seconds: number): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${uid}.${seconds}` },
      type: 'Normal',
      reason: 'ComposeResources',
      message: `at ${seconds}`,
      lastTimestamp: `2026-11-21T07:38:${seconds}Z`,
      involvedObject: {
        kind: 'Database',
        name: 'orders',
        namespace: 'team-a',
        uid,
      },
    });
    const events = claimEvents({
      events: [event('mine', 11), event('earlier', 12), event('mine', 13)],
      objects: [
        { kind: 'Database', name: 'orders', namespace: 'team-a', uid: 'mine' },
      ],
    });
    expect(events.map(({ message }) => message)).toEqual(['at 13', 'at 11']);
  });
});

describe('checkName', () => {
  it.each([
    ['orders', undefined],
    ['o', undefined],
    ['9-lives', undefined],
    ['', 'Give it a name.'],
    ['Orders', 'Use lower-case letters: orders.'],
    [
      'my db',
      'Use lower-case letters, digits and dashes only; this name has a space.',
    ],
    [
      'a.b',
      'Use lower-case letters, digits and dashes only; this name has ".".',
    ],
    ['-a', 'Begin and end with a letter or a digit.'],
    ['a'.repeat(64), 'Use at most 63 characters; this name has 64.'],
  ])('judges %p', (name, problem) => {
    expect(checkName(name)).toBe(problem);
  });
});

import type { KubernetesObject } from '@cairn/plugin-platform-common';
import type { ClaimEvent, Offering } from '../types';
import { claimWarnings } from './claimWarnings';
import { functionNames, newerRevision } from './composition';

const NOW = new Date('2026-11-21T12:00:00Z');
const CREATED = 'crossplane.io/external-create-succeeded';

const ready = {
  conditions: [{ type: 'Ready', status: 'True', reason: 'Available' }],
};

function claim(part: Partial<KubernetesObject> = {}): KubernetesObject {
  return {
    apiVersion: 'platform.cairn.dev/v1alpha1',
    kind: 'Database',
    metadata: { name: 'orders', namespace: 'payments-dev' },
    status: ready,
    ...part,
  };
}

function managed(
  kind: string,
  options: {
    createdAt?: string;
    spec?: Record<string, unknown>;
    forProvider?: Record<string, unknown>;
  } = {},
): KubernetesObject {
  return {
    apiVersion: 'postgresql.sql.m.crossplane.io/v1alpha1',
    kind,
    metadata: {
      name: `orders-${kind.toLocaleLowerCase('en')}`,
      namespace: 'payments-dev',
      annotations: {
        'crossplane.io/external-name': 'db_orders',
        ...(options.createdAt && { [CREATED]: options.createdAt }),
      },
    },
    spec: {
      forProvider: options.forProvider ?? {},
      writeConnectionSecretToRef: { name: 'orders-login' },
      ...options.spec,
    },
    status: ready,
  };
}

function event(part: Partial<ClaimEvent>): ClaimEvent {
  return {
    type: 'Normal',
    reason: 'CreatedExternalResource',
    message: '',
    count: 1,
    lastSeen: '2026-11-21T11:59:00Z',
    regarding: { kind: 'Database', name: 'orders-database' },
    ...part,
  };
}

function warn(
  part: Partial<Omit<Parameters<typeof claimWarnings>[0], 'offering'>> & {
    offering?: Partial<Offering>;
  },
): string[] {
  return claimWarnings({
    object: claim(),
    parts: [],
    events: [],
    secrets: new Map(),
    connection: undefined,
    newer: undefined,
    now: NOW,
    ...part,
    offering: { scope: 'Namespaced', title: 'Database', ...part.offering },
  }).map(({ id, sentence }) => `${id}: ${sentence}`);
}

const made = '2026-11-21T10:00:00Z';
const connection = {
  secretName: 'orders-connection',
  namespace: 'payments-dev',
  keys: ['password'],
  ready: true,
};

describe('claimWarnings', () => {
  it.each<[string, Parameters<typeof warn>[0], RegExp[]]>([
    [
      'nothing of what is well',
      { parts: [managed('Database', { createdAt: made })] },
      [],
    ],
    [
      'of a database that was there before',
      { parts: [managed('Database')] },
      [/^adopted: The database "db_orders" was not made for this request: /],
    ],
    [
      'nothing of what may only be looked at',
      {
        parts: [
          managed('Database', { spec: { managementPolicies: ['Observe'] } }),
        ],
      },
      [],
    ],
    [
      'of a database that was lost and made anew',
      {
        parts: [managed('Database', { createdAt: made })],
        events: [event({ count: 2 })],
      },
      [/^recreated: The database "db_orders" was deleted outside .* empty\./],
    ],
    [
      'nothing of a grant that was made anew, as it holds nothing',
      {
        parts: [managed('Grant', { createdAt: made })],
        events: [
          event({
            count: 2,
            regarding: { kind: 'Grant', name: 'orders-grant' },
          }),
        ],
      },
      [],
    ],
    [
      'of a password that went with its Secret',
      {
        parts: [managed('Role', { createdAt: made })],
        secrets: new Map([['orders-login', '2026-11-21T11:00:00Z']]),
      },
      [
        /^password-lost: The Secret "orders-login" was deleted and has been made anew without the password/,
      ],
    ],
    [
      'nothing of a Secret as old as its role',
      {
        parts: [managed('Role', { createdAt: made })],
        secrets: new Map([['orders-login', '2026-11-21T10:00:01Z']]),
      },
      [],
    ],
    [
      'nothing of a password that is given from outside',
      {
        parts: [
          managed('Role', {
            createdAt: made,
            forProvider: { passwordSecretRef: { name: 'pw', key: 'password' } },
          }),
        ],
        secrets: new Map([['orders-login', '2026-11-21T11:00:00Z']]),
      },
      [],
    ],
    [
      'of a value that stays although it was taken away',
      {
        events: [
          event({
            type: 'Warning',
            reason: 'ComposeResources',
            message:
              'Pipeline step "patch-and-transform": cannot render composed resource "settings" "FromCompositeFieldPath" patch at index 0: ignoring \'policy.fromFieldPath: Required\' because \'to\' resource already exists: spec.zone: no such field',
          }),
        ],
      },
      [/^old-value: spec\.zone is no longer set, but its part "settings" /],
    ],
    [
      'of a Secret that is gone, v2',
      { connection, secrets: new Map([['orders-connection', undefined]]) },
      [/^secret-missing: .* by itself within a minute/],
    ],
    [
      'of a Secret that is gone, v1',
      {
        connection,
        secrets: new Map([['orders-connection', undefined]]),
        offering: { scope: 'LegacyCluster' },
      },
      [/^secret-missing: .* only when this is touched\./],
    ],
    [
      'nothing of a Secret at which nobody could look',
      { connection, secrets: new Map() },
      [],
    ],
    [
      'of a definition that is withdrawn',
      { offering: { withdrawnAt: made } },
      [/^withdrawn: .*Crossplane does not delete this by itself/],
    ],
    [
      'of a composition that has moved on',
      {
        newer: {
          composition: 'databases',
          used: 2,
          newest: 3,
          newestName: 'databases-68fb1fd',
        },
      },
      [/^revision-behind: It is made from revision 2 .* revision 3\./],
    ],
    [
      'nothing of what is being deleted',
      {
        object: claim({
          metadata: { name: 'orders', deletionTimestamp: made },
        }),
        parts: [managed('Database')],
      },
      [],
    ],
  ])('tells %s', (_, options, expected) => {
    expect(warn(options)).toEqual(
      expected.map(pattern => expect.stringMatching(pattern)),
    );
  });
});

function revision(name: string, number: number): KubernetesObject {
  return {
    apiVersion: 'apiextensions.crossplane.io/v1',
    kind: 'CompositionRevision',
    metadata: { name, labels: { 'crossplane.io/composition-name': 'dbs' } },
    spec: {
      revision: number,
      pipeline: [
        { step: 'make', functionRef: { name: 'function-make' } },
        { step: 'ready', functionRef: { name: 'function-auto-ready' } },
      ],
    },
  };
}

describe('the composition of a claim', () => {
  const revisions = [revision('dbs-1', 1), revision('dbs-2', 2)];
  const refs = (policy: string) => ({
    compositionRef: { name: 'dbs' },
    compositionRevisionRef: { name: 'dbs-1' },
    compositionUpdatePolicy: policy,
  });

  it.each([
    ['v2', (own: object) => ({ crossplane: own })],
    ['v1', (own: object) => ({ ...own })],
  ])('is found for %s', (_, specOf) => {
    const object = claim({ spec: specOf(refs('Manual')) });
    expect(functionNames({ object, revisions, compositions: [] })).toEqual([
      'function-make',
      'function-auto-ready',
    ]);
    expect(newerRevision({ object, revisions })).toEqual({
      composition: 'dbs',
      used: 1,
      newest: 2,
      newestName: 'dbs-2',
    });
    const automatic = claim({ spec: specOf(refs('Automatic')) });
    expect(newerRevision({ object: automatic, revisions })).toBeUndefined();
  });
});

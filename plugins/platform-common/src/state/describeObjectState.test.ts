import type { KubernetesObject } from '../types';
import recorded from './__fixtures__/conditions.json';
import { describeObjectState } from './describeObjectState';

const now = new Date('2026-11-21T12:00:00Z');
const ago = (seconds: number) =>
  new Date(now.getTime() - seconds * 1000).toISOString();

function xr(
  conditions: Record<string, unknown>[],
  metadata: Record<string, unknown> = {},
): KubernetesObject {
  return {
    apiVersion: 'platform.cairn.dev/v1alpha1',
    kind: 'Database',
    metadata: { name: 'orders', namespace: 'payments-dev', ...metadata },
    status: { conditions },
  };
}

const synced = { type: 'Synced', status: 'True', reason: 'ReconcileSuccess' };
const ready = { type: 'Ready', status: 'True', reason: 'Available' };
const failedSync = (message: string, lastTransitionTime = ago(10)) => ({
  type: 'Synced',
  status: 'False',
  reason: 'ReconcileError',
  message,
  lastTransitionTime,
});

describe('describeObjectState', () => {
  it.each(
    recorded.map(({ says, kind, ...condition }) => ({
      kind,
      condition,
      words: `${condition.type}=${condition.status} ${condition.reason} ${
        condition.message ?? ''
      }`,
      says,
    })),
  )('$kind $words', ({ kind, condition, says }) => {
    const { state, sentence } = describeObjectState(
      {
        apiVersion: 'example.org/v1',
        kind,
        metadata: { name: 'x' },
        status: { conditions: [condition] },
      },
      now,
    );
    expect(`${state}: ${sentence}`).toBe(says);
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(state).not.toBe('unknown');
  });

  it.each<[string, KubernetesObject, string, RegExp]>([
    ['ready', xr([synced, ready]), 'ready', /^It is ready\.$/],
    [
      'ready while a new composition is checked, which takes no 50 ms',
      xr([
        failedSync(
          'selected CompositionRevision a does not have a valid function pipeline: pipeline status unknown',
        ),
        ready,
      ]),
      'ready',
      /being checked/,
    ],
    [
      'ready, but no longer kept up',
      xr([
        failedSync(
          'cannot fetch Composition: cannot get Composition: Composition.apiextensions.crossplane.io "gone" not found',
        ),
        ready,
      ]),
      'needs-attention',
      /^It works, but changes do not take effect because its composition "gone" does not exist/,
    ],
    [
      'ready for an older generation',
      xr([synced, { ...ready, observedGeneration: 3 }], { generation: 4 }),
      'working',
      /latest change is being applied/,
    ],
    [
      'ready with a circuit that has just opened',
      xr([
        synced,
        ready,
        {
          type: 'Responsive',
          status: 'False',
          reason: 'WatchCircuitOpen',
          message:
            'Too many watch events from ConfigMap/fight-8c8d6d210992 (team-a). Allowing events periodically.',
          lastTransitionTime: ago(299),
        },
      ]),
      'ready',
      /^It is ready, but changes take effect up to 30 seconds late because its ConfigMap "fight-8c8d6d210992" was changed too often\.$/,
    ],
    [
      'ready with a circuit that only a touch closes',
      xr([
        synced,
        ready,
        {
          type: 'Responsive',
          status: 'False',
          reason: 'WatchCircuitOpen',
          message:
            'Too many watch events from Database/orders (payments-dev). Allowing events periodically.',
          lastTransitionTime: ago(301),
        },
      ]),
      'ready',
      /still take effect late because too much happened around it a while ago\. That ends when it is touched: /,
    ],
    [
      'waiting for something that has come to be overdue',
      xr([
        failedSync(
          'create failed: cannot create database: pq: role "app" does not exist',
          ago(301),
        ),
      ]),
      'needs-attention',
      /waits for the role "app".*more than five minutes/,
    ],
    [
      'deleted',
      xr([synced, ready], { deletionTimestamp: ago(5) }),
      'deleting',
      /^It is being deleted\.$/,
    ],
    [
      'deleted but held up',
      xr(
        [
          failedSync(
            'delete failed: cannot drop database: pq: database "appdb" is being accessed by other users',
          ),
        ],
        { deletionTimestamp: ago(5) },
      ),
      'deleting',
      /held up because someone is still connected to the database\. Close/,
    ],
    [
      'deleted after an error that does not hold a deletion up',
      xr([failedSync('cannot select Composition: no compatible', ago(60))], {
        deletionTimestamp: ago(5),
        finalizers: ['composite.apiextensions.crossplane.io'],
      }),
      'deleting',
      /^It is being deleted\.$/,
    ],
    [
      'deleted but kept by a finalizer of somebody else',
      xr([synced, ready], {
        deletionTimestamp: ago(5),
        finalizers: ['foregroundDeletion', 'example.org/hold'],
      }),
      'deleting',
      /waits until the finalizer example\.org\/hold is removed from it\.$/,
    ],
    [
      'an owner that is somebody else, as the event says',
      xr([
        failedSync(
          'cannot apply composed resource "settings": ConfigMap "taken" is invalid: metadata.ownerReferences: Invalid value: [{"apiVersion":"v1","kind":"ConfigMap","name":"owner","uid":"e6","controller":true}]: Only one reference can have Controller set to true',
        ),
      ]),
      'needs-attention',
      /its part "settings" belongs to the ConfigMap "owner" already\. Delete/,
    ],
    [
      'a right that Crossplane lacks, as the event says',
      xr([
        failedSync(
          'system:serviceaccount:crossplane-system:crossplane is not allowed to [get, list] resource networkpolicies.networking.k8s.io/v1 in namespace team-r',
        ),
      ]),
      'failed',
      /because Crossplane may not make networkpolicies\.networking\.k8s\.io on the cluster\./,
    ],
    [
      'a required value that is missing, as the event says',
      xr([
        failedSync(
          'Pipeline step "patch-and-transform": not adding new composed resource "settings" to desired state because "FromCompositeFieldPath" patch at index 0 has \'policy.fromFieldPath: Required\': spec.zone: no such field',
        ),
      ]),
      'needs-attention',
      /because its part "settings" needs spec\.zone, which is not set\. Set it/,
    ],
    [
      'a field that cannot change, as the event says',
      xr([
        failedSync(
          'cannot apply composed resource "settings": ConfigMap "imm" is invalid: data: Forbidden: field is immutable when `immutable` is set',
        ),
      ]),
      'needs-attention',
      /because its part "settings" cannot be changed once it exists\./,
    ],
    [
      'deleted while paused',
      xr([], {
        deletionTimestamp: ago(5),
        annotations: { 'crossplane.io/paused': 'true' },
      }),
      'deleting',
      /but it is paused/,
    ],
    [
      'paused before anyone has said so',
      xr([synced, ready], { annotations: { 'crossplane.io/paused': 'true' } }),
      'paused',
      /^It is paused/,
    ],
    [
      'an error nobody has seen before',
      xr([failedSync('the moon is in the wrong house')]),
      'failed',
      /a step of the platform fails\. The details name the cause/,
    ],
    [
      'an error without a word',
      xr([{ type: 'Synced', status: 'False' }]),
      'failed',
      /a step of the platform fails/,
    ],
    [
      'not ready for a reason nobody knows',
      xr([synced, { type: 'Ready', status: 'False', reason: 'Sulking' }]),
      'needs-attention',
      /^It is not ready/,
    ],
    [
      'a controller that does not know',
      xr([synced, { type: 'Ready', status: 'Unknown' }]),
      'unknown',
      /does not know/,
    ],
    [
      'conditions nobody knows',
      xr([{ type: 'Mood', status: 'True' }]),
      'unknown',
      /does not know what this kind says/,
    ],
    [
      'conditions that are none',
      xr(
        [
          { type: 'Ready' },
          { status: 'True' },
          { type: 'Ready', status: 'yes' },
        ],
        { creationTimestamp: ago(61) },
      ),
      'unknown',
      /Nothing has taken notice/,
    ],
    [
      'accepted a moment ago',
      xr([], { creationTimestamp: ago(60) }),
      'working',
      /about to begin/,
    ],
    [
      'a ConfigMap',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } },
      'ready',
      /no other state/,
    ],
    [
      'a RoleBinding',
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'x' },
      },
      'ready',
      /no other state/,
    ],
    [
      'a ProviderConfig',
      {
        apiVersion: 'postgresql.sql.m.crossplane.io/v1alpha1',
        kind: 'ProviderConfig',
        metadata: { name: 'x' },
      },
      'ready',
      /no other state/,
    ],
    [
      'a Namespace that goes',
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'x' },
        status: { phase: 'Terminating' },
      },
      'deleting',
      /being deleted/,
    ],
    [
      'a Deployment that starts',
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'x' },
        status: {
          conditions: [
            {
              type: 'Available',
              status: 'False',
              reason: 'MinimumReplicasUnavailable',
            },
          ],
        },
      },
      'working',
      /being started/,
    ],
    [
      'a Job that failed',
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'x' },
        status: {
          conditions: [
            { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' },
          ],
        },
      },
      'failed',
      /has failed/,
    ],
    [
      'names that are traps',
      xr([{ type: 'Ready', status: 'False', reason: 'constructor' }]),
      'needs-attention',
      /^It is not ready/,
    ],
  ])('describes %s', (_, object, state, sentence) => {
    const description = describeObjectState(object, now);
    expect(description).toMatchObject({
      state,
      sentence: expect.stringMatching(sentence),
    });
    expect(Object.values(description)).not.toContain(undefined);
  });

  it('keeps the upstream’s own words and the time', () => {
    expect(
      describeObjectState(xr([failedSync('Unsynced resources: a, b')]), now),
    ).toMatchObject({
      since: ago(10),
      detail: 'ReconcileError: Unsynced resources: a, b',
    });
  });
});

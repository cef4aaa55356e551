import type { KubernetesObject } from '@cairn/plugin-platform-common';
import type { ClaimEvent } from '../types';
import {
  describeClaim,
  needsContext,
  type ClaimContext,
} from './describeClaim';

const NOW = new Date('2026-11-21T12:00:00Z');
const ago = (seconds: number) =>
  new Date(NOW.getTime() - seconds * 1000).toISOString();

function claim(options: {
  age?: number;
  generation?: number;
  spec?: Record<string, unknown>;
  conditions?: Record<string, unknown>[];
}): KubernetesObject {
  return {
    apiVersion: 'platform.cairn.dev/v1alpha1',
    // A kind that platforms have, and that describes rather than does something elsewhere.
    kind: 'CachePolicy',
    metadata: {
      name: 'orders',
      generation: options.generation ?? 1,
      creationTimestamp: ago(options.age ?? 0),
    },
    spec: options.spec,
    ...(options.conditions && { status: { conditions: options.conditions } }),
  };
}

function warning(reason: string, message: string): ClaimEvent {
  return {
    type: 'Warning',
    reason,
    message,
    count: 1,
    lastSeen: ago(1),
    regarding: { kind: 'CachePolicy', name: 'orders' },
  };
}

const taken = { crossplane: { compositionRevisionRef: { name: 'dbs-1' } } };
const synced = { type: 'Synced', status: 'True', reason: 'ReconcileSuccess' };
const ready = {
  type: 'Ready',
  status: 'True',
  reason: 'Available',
  observedGeneration: 1,
};
const unsynced = (message: string) => ({
  type: 'Synced',
  status: 'False',
  reason: 'ReconcileError',
  message,
});
const creating = { type: 'Ready', status: 'False', reason: 'Creating' };
const open = {
  type: 'Responsive',
  status: 'False',
  reason: 'WatchCircuitOpen',
  message: 'Too many watch events from ConfigMap/x (team-a). Allowing …',
  lastTransitionTime: ago(60),
};
const functions = ['function-make', 'function-auto-ready'];
const invalid = warning(
  'ComposeResources',
  'cannot apply composed resource "broken": Deployment.apps "b" is invalid: spec: no',
);
const forbidden = warning(
  'RoleBasedAccessControl',
  'system:serviceaccount:x is not allowed to [get, list] resource nets.example.org/v1 in namespace a',
);
const informer = warning(
  'ComposeResources',
  'cannot get composed resource: Timeout: failed waiting for *unstructured.Unstructured Informer to sync',
);

describe('describeClaim', () => {
  it.each<[string, KubernetesObject, Partial<ClaimContext>, string, RegExp]>([
    ['has just been made', claim({}), {}, 'working', /about to begin/],
    [
      'nobody has taken up',
      claim({ age: 61 }),
      {},
      'unknown',
      /^Nothing has taken notice of it yet\. .* Crossplane runs\.$/,
    ],
    [
      'waits for functions before the first word',
      claim({ age: 21, spec: taken }),
      { functions },
      'waiting',
      /^It is not ready because it waits for the function "function-make" or "function-auto-ready" to answer\./,
    ],
    [
      'waits for functions nobody knows',
      claim({ age: 21, spec: taken }),
      {},
      'waiting',
      /waits for a function of its composition to answer/,
    ],
    [
      'has waited for functions for too long',
      claim({ age: 301, spec: taken }),
      { functions },
      'needs-attention',
      /function-make/,
    ],
    [
      'may not be made, which only events say',
      claim({ age: 5, spec: taken }),
      { warnings: [informer, forbidden] },
      'failed',
      /^It is not ready because Crossplane may not make nets\.example\.org /,
    ],
    [
      'is refused in part, which only events say',
      claim({
        spec: taken,
        conditions: [unsynced('Unsynced resources: broken'), creating],
      }),
      { warnings: [forbidden, invalid].slice(1) },
      'needs-attention',
      /^It is not ready because the cluster refuses its part "broken"/,
    ],
    [
      'is refused in another part than the event is about',
      claim({
        spec: taken,
        conditions: [unsynced('Unsynced resources: other'), creating],
      }),
      { warnings: [invalid] },
      'needs-attention',
      /refuses some of its parts: other\./,
    ],
    [
      'is refused in part, but works',
      claim({
        spec: taken,
        conditions: [unsynced('Unsynced resources: broken'), ready],
      }),
      { warnings: [invalid] },
      'needs-attention',
      /^It works, but changes do not take effect because the cluster refuses its part "broken"/,
    ],
    [
      'lacks a part of which nobody says anything',
      claim({ spec: taken, conditions: [synced, creating] }),
      {},
      'needs-attention',
      /Crossplane does not say which/,
    ],
    [
      'has been changed a moment ago',
      claim({ generation: 2, conditions: [synced, ready] }),
      { generationSince: new Date(ago(19)) },
      'working',
      /the latest change is being applied/,
    ],
    [
      'has been changed, and functions do not answer',
      claim({ generation: 2, conditions: [synced, ready] }),
      { generationSince: new Date(ago(21)), functions: ['function-make'] },
      'waiting',
      /^It works; the latest change waits for the function "function-make" to answer\./,
    ],
    [
      'has been changed while its circuit is open',
      claim({ generation: 2, conditions: [synced, ready, open] }),
      { generationSince: new Date(ago(21)) },
      'working',
      /the latest change waits its turn: changes take effect up to 30 seconds late/,
    ],
    [
      'says everything itself',
      claim({ conditions: [synced, ready] }),
      { warnings: [invalid] },
      'ready',
      /^It is ready\.$/,
    ],
  ])('%s', (_, object, context, state, sentence) => {
    const all = { warnings: [], functions: [], ...context };
    expect(describeClaim(object, all, NOW)).toMatchObject({
      state,
      sentence: expect.stringMatching(sentence),
    });
    // Whatever depends on the context must be known to need it.
    const alone = describeClaim(object, { warnings: [], functions: [] }, NOW);
    const differs = alone.sentence !== describeClaim(object, all, NOW).sentence;
    expect(needsContext(object) || !differs).toBe(true);
  });
});

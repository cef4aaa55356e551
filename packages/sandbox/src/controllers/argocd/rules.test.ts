import type { KubernetesObject } from '../runtime';
import { patchBetween } from './compare/patchBetween';
import { threeWayMerge } from './compare/threeWayMerge';
import { kitchenTime, retryDelay } from './controller/retry';
import {
  isDestinationPermitted,
  isSourcePermitted,
} from './project/permissions';
import { windowsOf } from './project/windows';
import { resolveRevision } from './git/resolveRevision';
import { matchesGlob } from './glob';
import { healthOf } from './health/healthOf';
import { parseManifests } from './render/parseManifests';
import { defaultTiming } from './timing';
import type { Application, AppProject } from './types';

describe('resolveRevision', () => {
  const refs = new Map([
    ['HEAD', 'head'],
    ['refs/heads/main', 'main'],
    ['refs/heads/1.x', 'branch'],
    ['refs/tags/v1.0.0', 'tag object'],
    ['refs/tags/v1.0.0^{}', 'one'],
    ['refs/tags/v1.2.0', 'two'],
    ['refs/tags/v2.0.0', 'three'],
  ]);

  it.each([
    ['', 'head'],
    ['HEAD', 'head'],
    ['main', 'main'],
    ['refs/heads/main', 'main'],
    ['v1.0.0', 'one'],
    ['1.*', 'two'],
    ['^1.0.0', 'two'],
    ['>=1.0.0', 'three'],
    ['1.x', 'two'],
    ['3.*', undefined],
    ['nowhere', undefined],
  ])('finds %j', (revision, wanted) => {
    expect(resolveRevision(refs, revision)).toBe(wanted);
  });
});

describe('healthOf', () => {
  const object = (
    apiVersion: string,
    kind: string,
    rest: object,
  ): KubernetesObject => ({
    apiVersion,
    kind,
    metadata: { name: 'x', generation: 1 },
    ...rest,
  });
  const deployment = (spec: object, status: object) =>
    object('apps/v1', 'Deployment', {
      spec: { replicas: 2, ...spec },
      status: { observedGeneration: 1, ...status },
    });
  const whole = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };

  it.each([
    ['a finished rollout', deployment({}, whole), 'Healthy', undefined],
    [
      'a rollout',
      deployment({}, { ...whole, availableReplicas: 1 }),
      'Progressing',
      'Waiting for rollout to finish: 1 of 2 updated replicas are available...',
    ],
    [
      'a rollout that is over time',
      deployment(
        {},
        {
          ...whole,
          conditions: [
            { type: 'Progressing', reason: 'ProgressDeadlineExceeded' },
          ],
        },
      ),
      'Degraded',
      'Deployment "x" exceeded its progress deadline',
    ],
    [
      'a paused one',
      deployment({ paused: true }, {}),
      'Suspended',
      'Deployment is paused',
    ],
    [
      'an unseen change',
      deployment({}, { observedGeneration: 0 }),
      'Progressing',
      'Waiting for rollout to finish: observed deployment generation less than desired generation',
    ],
    [
      'a Job that failed',
      object('batch/v1', 'Job', {
        status: {
          conditions: [{ type: 'Failed', status: 'True', message: 'no more' }],
        },
      }),
      'Degraded',
      'no more',
    ],
    [
      'a suspended CronJob',
      object('batch/v1', 'CronJob', { spec: { suspend: true } }),
      'Healthy',
      'CronJob is Suspended',
    ],
    [
      'a LoadBalancer without an address',
      object('v1', 'Service', { spec: { type: 'LoadBalancer' } }),
      'Progressing',
      undefined,
    ],
    [
      'a pod that cannot have its image',
      object('v1', 'Pod', {
        spec: { restartPolicy: 'Always' },
        status: {
          phase: 'Pending',
          containerStatuses: [
            {
              name: 'c',
              state: {
                waiting: { reason: 'ImagePullBackOff', message: 'Back-off' },
              },
            },
          ],
        },
      }),
      'Degraded',
      'Back-off',
    ],
  ])('judges %s', (_, given, status, message) => {
    expect(healthOf(given)).toEqual({ status, ...(message && { message }) });
  });

  it('has no opinion about a ConfigMap', () => {
    expect(healthOf(object('v1', 'ConfigMap', {}))).toBeUndefined();
  });
});

describe('threeWayMerge', () => {
  const live = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: { live: 'yes', old: 'yes' } },
    spec: {
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
      template: {
        spec: {
          containers: [
            { name: 'sidecar', image: 'proxy:1' },
            { name: 'c', image: 'nginx:1', imagePullPolicy: 'Always' },
          ],
        },
      },
    },
  };

  it('keeps what others set and drops what git has no more', () => {
    const target = {
      metadata: { name: 'web', labels: {} },
      spec: {
        template: { spec: { containers: [{ name: 'c', image: 'x:2' }] } },
      },
    };
    const original = { metadata: { name: 'web', labels: { old: 'yes' } } };
    const merged = threeWayMerge(original, target, live);
    expect(merged.metadata.labels).toEqual({ live: 'yes' });
    expect(merged.spec.template.spec.containers).toEqual([
      { name: 'sidecar', image: 'proxy:1' },
      { name: 'c', image: 'x:2', imagePullPolicy: 'Always' },
    ]);
    const patch = patchBetween(
      live as unknown as KubernetesObject,
      merged as unknown as KubernetesObject,
    );
    expect(patch?.contentType).toBe('application/strategic-merge-patch+json');
    expect(patch?.body.metadata).toEqual({ labels: { old: null } });
  });

  it('changes nothing when the target is there already', () => {
    const target = {
      metadata: { name: 'web' },
      spec: { strategy: { type: 'RollingUpdate' } },
    };
    expect(threeWayMerge(undefined, target, live)).toEqual(live);
  });

  it('drops the other fields of a union', () => {
    const target = { spec: { strategy: { type: 'Recreate' } } };
    expect(threeWayMerge(undefined, target, live).spec.strategy).toEqual({
      type: 'Recreate',
    });
  });
});

describe('projects', () => {
  const project = (spec: AppProject['spec']) =>
    ({ apiVersion: 'v1', kind: 'P', metadata: {}, spec } as AppProject);

  it('permits sources and destinations by pattern, and refuses before it permits', () => {
    const sources = project({
      sourceRepos: ['https://git.example.com/**', '!https://git.example.com/x'],
    });
    expect(isSourcePermitted(sources, 'https://git.example.com/a/b.git')).toBe(
      true,
    );
    expect(isSourcePermitted(sources, 'https://git.example.com/x')).toBe(false);
    expect(isSourcePermitted(sources, 'https://other.example.com/a')).toBe(
      false,
    );
    const destinations = project({
      destinations: [{ server: '*', namespace: 'payments-*' }],
    });
    const to = (namespace: string) =>
      isDestinationPermitted(destinations, { name: 'in-cluster', namespace });
    expect(to('payments-dev')).toBe(true);
    expect(to('logistics-dev')).toBe(false);
  });

  it('knows which windows are open', () => {
    const app = {
      metadata: { name: 'web' },
      spec: { project: 'p', destination: { namespace: 'web' } },
    } as Application;
    const night = (manualSync: boolean) =>
      project({
        syncWindows: [
          {
            kind: 'deny',
            schedule: '0 22 * * *',
            duration: '8h',
            applications: ['*'],
            manualSync,
          },
        ],
      });
    const at = (hour: string) => new Date(`2026-11-21T${hour}:30:00Z`);
    expect(windowsOf(app, night(false), at('23')).canSync).toBe(false);
    expect(windowsOf(app, night(true), at('05')).canSync).toBe(true);
    expect(windowsOf(app, night(false), at('07')).active).toEqual([]);
  });
});

it.each([
  ['*.yaml', 'a/b.yaml', '/', false],
  ['**/*.yaml', 'a/b.yaml', '/', true],
  ['**/*.yaml', 'b.yaml', '/', true],
  ['{a,b}.yaml', 'b.yaml', '/', true],
  ['*', 'a/b', undefined, true],
])('%s and %s match by %s: %s', (pattern, text, separator, wanted) => {
  expect(matchesGlob(pattern, text, separator)).toBe(wanted);
});

it('waits 10, 20, 40, 80 and 160 seconds before it tries again', () => {
  const waits = [1, 2, 3, 4, 5, 6].map(attempt =>
    retryDelay({ timing: defaultTiming }, { limit: 5 }, attempt),
  );
  expect(waits).toEqual([10_000, 20_000, 40_000, 80_000, 160_000, 180_000]);
  expect(kitchenTime(new Date('2026-11-21T20:05:00Z'))).toBe('8:05PM');
});

it('unpacks lists and says which file is no manifest', () => {
  const list =
    'kind: List\napiVersion: v1\nitems:\n- {kind: A, apiVersion: v1, metadata: {name: a}}\n---\n';
  expect(parseManifests('l.yaml', list).map(it => it.kind)).toEqual(['A']);
  const broken =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x\ndata:\n\ta: b\n';
  expect(() => parseManifests('x.yaml', broken)).toThrow(
    `Failed to unmarshal "x.yaml": failed to unmarshal manifest: error converting YAML to JSON: yaml: line 3: did not find expected ',' or '}'`,
  );
  expect(() => parseManifests('y.yaml', 'a: b')).toThrow("Object 'Kind' is");
});

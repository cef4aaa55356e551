import {
  createReady,
  credentialsOf,
  platformDir,
  TestSandbox,
} from './__testUtils__/TestSandbox';
import { eventually } from './__testUtils__/testApi';
import { conditionOf, type KubernetesObject } from './controllers/runtime';
import {
  compilePolicySet,
  evaluateSubject,
} from './controllers/policy/kyverno/PolicySet';
import type { ValidatingPolicy } from './controllers/policy/kyverno/types';
import { readPlatformManifests } from './demo/platformManifests';

/** A claim as `score.yaml` becomes it. */
function cache(name: string, spec: KubernetesObject['spec'] = {}) {
  return {
    apiVersion: 'platform.cairn.dev/v1alpha1',
    kind: 'Cache',
    metadata: {
      namespace: 'payments-dev',
      name,
      labels: {
        'app.kubernetes.io/name': 'shop',
        'app.kubernetes.io/instance': 'shop',
        'app.kubernetes.io/part-of': 'shop',
        'cairn.dev/owner': 'payments',
      },
    },
    spec,
  };
}

describe('a cache', () => {
  let world: TestSandbox;

  beforeAll(async () => {
    world = await TestSandbox.start();
  }, 60_000);

  afterAll(async () => {
    await world.stop();
  }, 60_000);

  const inNamespace = (apiVersion: string, kind: string, name: string) => ({
    ...{ apiVersion, kind, name },
    namespace: 'payments-dev',
  });

  it('is made where it was asked for, is let alone by policies and goes with its claim', async () => {
    const ada = world.client('people/ada.kubeconfig');
    const ref = await createReady(
      ada,
      cache('shop-cache', {
        size: 'medium',
        writeConnectionSecretToRef: { name: 'shop-redis' },
      }),
    );

    expect(await credentialsOf(ada, 'payments-dev', 'shop-redis')).toEqual({
      host: 'shop-cache.payments-dev.svc',
      port: '6379',
      url: 'redis://shop-cache.payments-dev.svc:6379/0',
    });
    expect((await ada.get(ref)).status?.host).toBe(
      'shop-cache.payments-dev.svc',
    );

    const service = await ada.get(inNamespace('v1', 'Service', 'shop-cache'));
    const deployment = await ada.get(
      inNamespace('apps/v1', 'Deployment', 'shop-cache'),
    );
    const policy = await ada.get(
      inNamespace('networking.k8s.io/v1', 'NetworkPolicy', 'shop-cache'),
    );
    // Not what selects the pods of the workload it belongs to.
    const selector = {
      'app.kubernetes.io/component': 'cache',
      'app.kubernetes.io/instance': 'shop-cache',
    };
    expect(service.spec?.selector).toEqual(selector);
    expect(deployment.spec?.selector).toEqual({ matchLabels: selector });
    expect(policy.spec).toEqual({
      podSelector: { matchLabels: selector },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: [{ podSelector: {} }],
          ports: [{ port: 6379, protocol: 'TCP' }],
        },
      ],
    });
    expect(deployment).toMatchObject({
      metadata: {
        labels: {
          'app.kubernetes.io/part-of': 'shop',
          'cairn.dev/owner': 'payments',
        },
      },
      spec: {
        template: {
          metadata: { labels: { ...selector, 'cairn.dev/owner': 'payments' } },
          spec: {
            containers: [
              {
                args: expect.arrayContaining(['--maxmemory', '256mb']),
                resources: { limits: { cpu: '500m', memory: '384Mi' } },
              },
            ],
          },
        },
      },
    });

    const policies = (await readPlatformManifests(
      `${platformDir}/policies`,
    )) as unknown as ValidatingPolicy[];
    const results = evaluateSubject(
      compilePolicySet({
        policies,
        exceptions: [],
        admissionPolicies: [],
        bindings: [],
      }),
      {
        object: deployment,
        resource: 'deployments',
        namespaceObject: await ada.get({
          apiVersion: 'v1',
          kind: 'Namespace',
          name: 'payments-dev',
        }),
        now: new Date(0),
      },
    );
    expect(results.map(it => it.result)).toEqual(results.map(() => 'pass'));
    expect(results.length).toBeGreaterThan(4);

    await ada.delete(ref);
    await eventually(async () => {
      const left = await Promise.all([
        ada.find(inNamespace('apps/v1', 'Deployment', 'shop-cache')),
        ada.find(inNamespace('v1', 'Service', 'shop-cache')),
        ada.find(inNamespace('v1', 'Secret', 'shop-redis')),
      ]);
      return left.every(it => it === undefined);
    });
    ada.close();
  }, 60_000);

  it('is small, and told from a Service that was there before', async () => {
    const admin = world.client('admin.kubeconfig');
    await admin.create({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace: 'payments-dev', name: 'taken' },
      spec: { ports: [{ port: 80 }] },
    });
    const ada = world.client('people/ada.kubeconfig');
    await ada.create(cache('taken'));
    const ref = inNamespace('platform.cairn.dev/v1alpha1', 'Cache', 'taken');
    const synced = await eventually(async () => {
      const condition = conditionOf(await ada.get(ref), 'Synced');
      return condition?.status === 'False' && condition;
    });
    expect(synced.message).toBe('Unsynced resources: service');
    expect((await ada.get(ref)).spec).toMatchObject({
      size: 'small',
      eviction: 'allkeys-lru',
    });
    const kept = await admin.get(inNamespace('v1', 'Service', 'taken'));
    expect(kept.spec?.selector).toBeUndefined();
    await ada.delete(ref);
    ada.close();
    admin.close();
  }, 60_000);
});

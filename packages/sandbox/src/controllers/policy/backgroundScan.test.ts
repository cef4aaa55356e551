import { eventually } from '../../__testUtils__/testApi';
import { isNotFound, type KubernetesObject, refOf } from '../runtime';
import {
  cpuPolicy,
  deployment,
  PolicyWorld,
} from './__testUtils__/PolicyWorld';

const limits = { cpu: '100m', memory: '64Mi' };

describe('background scan', () => {
  let world: PolicyWorld;
  beforeAll(async () => {
    world = await PolicyWorld.start();
  }, 60_000);
  afterAll(() => world.stop(), 60_000);

  async function isGone(object: KubernetesObject): Promise<boolean> {
    try {
      await world.client.get({
        apiVersion: 'wgpolicyk8s.io/v1alpha2',
        kind: 'PolicyReport',
        namespace: object.metadata.namespace,
        name: object.metadata.uid ?? '',
      });
      return false;
    } catch (error) {
      return isNotFound(error);
    }
  }

  it('reports a Deployment, and again as the world changes', async () => {
    const { client } = world;
    await world.namespace('shop');
    const policy = await client.create(cpuPolicy('shop', 'cpu-limits'));
    const bad = await client.create<KubernetesObject>(
      deployment('shop', 'web'),
    );
    const good = await client.create<KubernetesObject>(
      deployment('shop', 'api', limits),
    );

    const failing = await world.report(bad, it => it.summary.fail === 1);
    const { uid } = bad.metadata;
    expect(failing).toMatchObject({
      metadata: {
        name: uid,
        namespace: 'shop',
        labels: { 'app.kubernetes.io/managed-by': 'kyverno' },
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid },
        ],
      },
      scope: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: 'web',
        namespace: 'shop',
        uid,
      },
      summary: { error: 0, fail: 1, pass: 0, skip: 0, warn: 0 },
      results: [
        {
          message: 'Every container needs a CPU limit.',
          policy: 'cpu-limits',
          properties: {
            'cel.validationIndex': '0',
            process: 'background scan',
          },
          result: 'fail',
          scored: true,
          severity: 'medium',
          source: 'KyvernoValidatingPolicy',
          timestamp: { nanos: 0, seconds: expect.any(Number) },
        },
      ],
    });
    const passing = await world.report(good, it => it.summary.pass === 1);
    expect(passing.results[0].message).toBe('success');
    const events = await eventually(async () => {
      const { items } = await client.list('v1', 'Event');
      const found = items.filter(
        it => it.reportingComponent === 'kyverno-scan',
      );
      return found.length >= 2 && found;
    });
    expect(
      events.map(it => [it.metadata.namespace, it.action, it.message]).sort(),
    ).toEqual([
      [
        'default',
        'Resource Passed',
        'Deployment shop/web: fail; Every container needs a CPU limit.',
      ],
      [
        'shop',
        'Resource Passed',
        'policy cpu-limits/ fail: Every container needs a CPU limit.',
      ],
    ]);

    // An exception, and its end.
    const exception = await client.create({
      apiVersion: 'policies.kyverno.io/v1',
      kind: 'PolicyException',
      metadata: { namespace: 'shop', name: 'web-may' },
      spec: {
        policyRefs: [{ name: 'cpu-limits', kind: 'ValidatingPolicy' }],
        matchConditions: [
          { name: 'web', expression: "object.metadata.name == 'web'" },
        ],
        expiresAt: '2020-01-01T00:00:00Z',
      },
    });
    const skipped = await world.report(bad, it => it.summary.skip === 1);
    expect(skipped.results[0].properties.exceptions).toBe('web-may');
    await client.delete(refOf(exception as KubernetesObject));
    await world.report(bad, it => it.summary.fail === 1);

    // The object is mended.
    await client.patch(refOf(bad), [
      {
        op: 'add',
        path: '/spec/template/spec/containers/0/resources',
        value: { limits },
      },
    ]);
    await world.report(bad, it => it.summary.pass === 1);

    // The policy changes, then goes.
    await client.patch(refOf(policy as KubernetesObject), {
      metadata: { annotations: { 'policies.kyverno.io/severity': 'critical' } },
      spec: { validations: [{ expression: 'false', message: 'Never.' }] },
    });
    const changed = await world.report(bad, it => it.summary.fail === 1);
    expect(changed.results[0]).toMatchObject({
      message: 'Never.',
      severity: 'critical',
    });
    await client.delete(refOf(policy as KubernetesObject));
    await eventually(async () => (await isGone(bad)) && isGone(good));
  }, 60_000);

  it('stops all results while a policy does not compile', async () => {
    const { client } = world;
    await world.namespace('early');
    await client.create(cpuPolicy('early', 'good'));
    const first = await client.create<KubernetesObject>(
      deployment('early', 'first'),
    );
    await world.report(first, it => it.summary.fail === 1);
    // Written past the webhook, as where there is none.
    const broken = cpuPolicy('early', 'broken', {
      validations: [{ expression: "object.metadata.name.shout() == 'x'" }],
    });
    await world.letBrokenIn(broken);
    await eventually(async () =>
      world.lines.some(it => it.includes('no results until it is mended')),
    );
    const late = await client.create<KubernetesObject>(
      deployment('early', 'late'),
    );
    await client.delete(refOf(broken));
    await world.report(late, it => it.summary.fail === 1);
    const errors = world.lines.filter(it => it.startsWith('error'));
    expect([...new Set(errors)]).toEqual([
      expect.stringContaining("undeclared reference to 'shout'"),
    ]);
  }, 60_000);

  it('writes reports of OpenReports where it is told to', async () => {
    const { client } = world;
    await world.namespace('open', { owner: 'team' });
    await client.create(cpuPolicy('open', 'open-cpu'));
    await client.create({
      ...cpuPolicy('open', 'owned'),
      spec: {
        matchConstraints: {
          objectSelector: { matchLabels: { owner: 'team' } },
          resourceRules: [
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              operations: ['*'],
              resources: ['namespaces'],
            },
          ],
        },
        validations: [{ expression: "'cost' in object.metadata.labels" }],
      },
    });
    const web = await client.create<KubernetesObject>(
      deployment('open', 'web'),
    );
    await world.report(web, it => it.summary.fail === 1);
    await world.stopEngines();
    await world.startEngines({ reportGroup: 'openreports.io' });
    const report = await world.report(web, () => true, 'openreports.io');
    expect(report).toMatchObject({
      kind: 'Report',
      source: '',
      summary: { fail: 1 },
    });
    const namespace = await client.get<KubernetesObject>({
      apiVersion: 'v1',
      kind: 'Namespace',
      name: 'open',
    });
    const ofCluster = await world.report(
      namespace,
      () => true,
      'openreports.io',
    );
    expect(ofCluster).toMatchObject({
      kind: 'ClusterReport',
      results: [{ message: 'CEL expression validation failed at index 0' }],
    });
  }, 60_000);
});

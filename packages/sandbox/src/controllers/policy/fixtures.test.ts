import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { eventually } from '../../__testUtils__/testApi';
import { type KubernetesObject, refOf } from '../runtime';
import {
  cpuPolicy,
  deployment,
  PolicyWorld,
} from './__testUtils__/PolicyWorld';

const folder =
  process.env.CAIRN_FIXTURES && join(process.env.CAIRN_FIXTURES, 'policy');
const describeWithFixtures =
  folder && existsSync(folder) ? describe : describe.skip;

function read(...path: string[]): KubernetesObject[] {
  const text = readFileSync(join(folder ?? '', ...path), 'utf8');
  return parseAllDocuments(text).map(it => it.toJS() as KubernetesObject);
}

/** CEL for the rule of the public library's container limits. */
const limitsTemplate: KubernetesObject = {
  apiVersion: 'templates.gatekeeper.sh/v1',
  kind: 'ConstraintTemplate',
  metadata: { name: 'k8scontainerlimits' },
  spec: {
    crd: {
      spec: {
        names: { kind: 'K8sContainerLimits' },
        validation: {
          openAPIV3Schema: {
            type: 'object',
            properties: { cpu: { type: 'string' }, memory: { type: 'string' } },
          },
        },
      },
    },
    targets: [
      {
        target: 'admission.k8s.gatekeeper.sh',
        code: [
          {
            engine: 'K8sNativeValidation',
            source: {
              validations: ['cpu', 'memory'].map(it => ({
                expression: `variables.anyObject.spec.containers.all(c, !quantity(c.resources.limits.${it}).isGreaterThan(quantity(variables.params.${it})))`,
                message: `${it} limit is too high`,
              })),
            },
          },
        ],
      },
    ],
  },
};

describeWithFixtures('published objects', () => {
  let world: PolicyWorld;
  beforeAll(async () => {
    world = await PolicyWorld.start();
    await world.namespace('shop');
    await world.namespace('my-namespace');
  }, 60_000);
  afterAll(() => world.stop(), 60_000);

  it('loads reports of all makers', async () => {
    const known = ['wgpolicyk8s.io/v1alpha2', 'openreports.io/v1alpha1'];
    const loaded: string[] = [];
    for (const group of ['wgpolicyk8s', 'openreports']) {
      for (const file of readdirSync(join(folder ?? '', group))) {
        for (const report of read(group, file)) {
          // Samples of kinds that no definition of theirs has stay out.
          const kinds = await world.client.discovery
            .resourceOf(report.apiVersion, report.kind)
            .catch(() => undefined);
          if (!kinds || !known.includes(report.apiVersion)) continue;
          const { name, namespace, labels, annotations } = report.metadata;
          const { code, body } = await world.post({
            ...report,
            metadata: {
              name,
              labels,
              annotations,
              ...(kinds.namespaced && { namespace: namespace ?? 'shop' }),
            },
          });
          loaded.push(`${file} ${report.kind} ${code} ${body.message ?? ''}`);
        }
      }
    }
    expect(loaded.sort()).toEqual([
      'sample-cis-k8s.yaml PolicyReport 201 ',
      'sample-cis-k8s.yaml Report 201 ',
      'sample-falco-policy.yaml ClusterPolicyReport 201 ',
      'sample-falco-policy.yaml PolicyReport 201 ',
      'trivy.yaml PolicyReport 201 ',
    ]);
  }, 60_000);

  it('loads and enforces the constraint of container limits', async () => {
    const { client } = world;
    await client.create(limitsTemplate);
    const of = (name: string) => read('gatekeeper-containerlimits', name)[0];
    await eventually(() =>
      client.create(of('constraint.yaml')).catch(() => false),
    );
    const placed = (name: string) => ({
      ...of(name),
      metadata: { ...of(name).metadata, namespace: 'shop' },
    });
    const denied = await eventually(async () => {
      const answer = await world.post(placed('example_disallowed.yaml'), true);
      return answer.code === 403 && answer;
    });
    expect(denied.body.message).toContain(
      '[container-must-have-limits] memory limit is too high',
    );
    const allowed = await world.post(placed('example_allowed.yaml'));
    expect(allowed.code).toBe(201);
  }, 60_000);

  it("leaves a cluster's own definitions as they are, and writes into them", async () => {
    const { client } = world;
    await world.stopEngines();
    const crds = readdirSync(join(folder ?? '', 'crds')).flatMap(file =>
      read('crds', file),
    );
    for (const crd of crds) {
      await client.delete(refOf(crd));
      await eventually(async () => !(await client.find(refOf(crd))));
      await client.create(crd);
    }
    const specs = () =>
      Promise.all(
        crds.map(
          async crd => (await client.get(refOf(crd))).metadata.generation,
        ),
      );
    const before = await specs();
    await world.startEngines();
    await client.create(cpuPolicy('shop', 'published-cpu'));
    const web = await client.create<KubernetesObject>(
      deployment('shop', 'web'),
    );
    const report = await world.report(web, it => it.summary.fail === 1);
    expect(report.results[0].policy).toBe('published-cpu');
    await world.stopEngines();
    await world.startEngines({ reportGroup: 'openreports.io' });
    await world.report(web, it => it.summary.fail === 1, 'openreports.io');
    expect(await specs()).toEqual(before);
  }, 60_000);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { eventually } from '../../__testUtils__/testApi';
import {
  isNotFound,
  type KubernetesObject,
  NoKindMatchError,
} from '../runtime';
import { PolicyWorld } from './__testUtils__/PolicyWorld';

const recording = parse(
  readFileSync(join(__dirname, '__fixtures__/rego-vs-cel.yaml'), 'utf8'),
) as { files: Record<string, string>; manifests: Record<string, string> };
const file = (name: string) => parse(recording.files[name]) as KubernetesObject;

function pod(name: string, resources?: object): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop' },
    spec: {
      containers: [
        {
          name: 'a',
          image: 'registry.example/app:1.0',
          ...(resources && { resources }),
        },
      ],
    } as KubernetesObject['spec'],
  };
}

const limits = { limits: { cpu: '100m', memory: '64Mi' } };

describe('gatekeeper', () => {
  let world: PolicyWorld;
  beforeAll(async () => {
    world = await PolicyWorld.start();
    await world.namespace('shop');
  }, 60_000);
  afterAll(() => world.stop(), 60_000);

  const constraintRef = {
    apiVersion: 'constraints.gatekeeper.sh/v1beta1',
    kind: 'PodLimitsCel',
    name: 'limits-cel',
  };

  /** A template, once the engine has said what became of it. */
  function templateWithStatus(name: string): Promise<KubernetesObject> {
    return eventually(async () => {
      const found = await world.client.get<KubernetesObject>({
        apiVersion: 'templates.gatekeeper.sh/v1',
        kind: 'ConstraintTemplate',
        name,
      });
      return found.status && found;
    });
  }

  /** The constraint, once an audit has found that many violations. */
  function audited(total: number): Promise<KubernetesObject> {
    return eventually(async () => {
      const found = await world.client.get<KubernetesObject>(constraintRef);
      return found.status?.totalViolations === total && found;
    });
  }

  /** Sets what the constraint does, and waits until it does so. */
  async function act(enforcementAction: string): Promise<void> {
    await world.client.patch(constraintRef, { spec: { enforcementAction } });
    await eventually(async () => {
      const { code, warnings } = await world.post(pod('probe'), true);
      if (enforcementAction === 'deny') return code === 403;
      return (
        code === 201 &&
        warnings.length === (enforcementAction === 'warn' ? 1 : 0)
      );
    });
  }

  it('makes kinds of templates, audits and admits by their constraints', async () => {
    const { client } = world;
    for (let i = 0; i < 22; i += 1) await client.create(pod(`old-${i}`));
    await client.create(pod('good', limits));
    await client.create(file('cel/template.yaml'));
    await eventually(async () => {
      try {
        return await client.create(file('cel/constraint.yaml'));
      } catch (error) {
        if (error instanceof NoKindMatchError || isNotFound(error))
          return false;
        throw error;
      }
    });
    const template = await templateWithStatus('podlimitscel');
    expect(template.status).toMatchObject({ created: true });
    const crd = await client.get<KubernetesObject>({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name: 'podlimitscel.constraints.gatekeeper.sh',
    });
    expect(crd).toMatchObject({
      metadata: { labels: { 'gatekeeper.sh/constraint': 'yes' } },
      spec: {
        scope: 'Cluster',
        names: {
          kind: 'PodLimitsCel',
          categories: ['constraint', 'constraints'],
        },
      },
    });

    const constraint = await audited(22);
    const { violations, byPod, auditTimestamp } = constraint.status as {
      violations: object[];
      byPod: object[];
      auditTimestamp: string;
    };
    expect(violations).toHaveLength(20);
    expect(violations[0]).toEqual({
      enforcementAction: 'deny',
      group: '',
      version: 'v1',
      kind: 'Pod',
      name: 'old-0',
      namespace: 'shop',
      message: 'containers without limits: a',
    });
    expect(byPod[0]).toEqual({
      constraintUID: constraint.metadata.uid,
      enforced: true,
      id: 'gatekeeper-audit',
      observedGeneration: 1,
      operations: ['audit', 'generate', 'status'],
    });
    expect(Date.parse(auditTimestamp)).toBeGreaterThan(0);

    await act('deny');
    expect(await world.post(pod('bad'))).toMatchObject({
      code: 403,
      body: {
        reason: 'Forbidden',
        message:
          'admission webhook "validation.gatekeeper.sh" denied the request: [limits-cel] containers without limits: a',
      },
    });
    expect((await world.post(pod('fine', limits))).code).toBe(201);
    await act('warn');
    expect(await world.post(pod('warned'))).toMatchObject({
      code: 201,
      warnings: ['[limits-cel] containers without limits: a'],
    });
    await act('dryrun');
    expect(await world.post(pod('dry'))).toMatchObject({
      code: 201,
      warnings: [],
    });
    await audited(24);

    const wrong = await world.post({
      ...file('cel/constraint.yaml'),
      metadata: { name: 'bad-param' },
      spec: { parameters: { exempt: 'string' } },
    });
    expect(wrong.body.message).toContain(
      'spec.parameters.exempt in body must be of type array',
    );

    // A template that goes takes its kind and its constraints with it.
    await client.delete({
      apiVersion: 'templates.gatekeeper.sh/v1',
      kind: 'ConstraintTemplate',
      name: 'podlimitscel',
    });
    await eventually(async () => {
      const { items } = await client.list(
        'admissionregistration.k8s.io/v1',
        'ValidatingWebhookConfiguration',
      );
      return !items.some(it => it.metadata.name?.startsWith('gatekeeper'));
    });
  }, 60_000);

  it('says of templates in Rego that nobody enforces them', async () => {
    const { client } = world;
    await client.create(file('rego/template.yaml'));
    const template = await templateWithStatus('podlimitsrego');
    expect(template.status).toMatchObject({
      created: false,
      byPod: [
        {
          errors: [
            {
              code: 'ingest_error',
              message: expect.stringContaining('no engine for Rego'),
            },
          ],
        },
        {},
      ],
    });
    await expect(client.create(file('rego/constraint.yaml'))).rejects.toThrow(
      NoKindMatchError,
    );
  }, 60_000);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { eventually } from '../../__testUtils__/testApi';
import type { KubernetesObject, ObjectRef } from '../runtime';
import { PolicyWorld } from './__testUtils__/PolicyWorld';
import type { RawAnswer } from './__testUtils__/rawRequest';

/** What was done while Kyverno 1.19.1 ran, and what kubectl said. */
type Step = {
  note?: string;
  dryRun?: boolean;
  apply?: KubernetesObject;
  label?: { namespace: string; name: string; labels: Record<string, string> };
  scale?: { namespace: string; name: string; replicas: number };
  delete?: ObjectRef;
  /** The server's message, if it was refused. */
  denied?: string;
  /** What kubectl made of a refusal by the schema. */
  refused?: string;
  warnings?: string[];
};
type Recording = {
  about: string;
  steps: Step[];
  statuses?: Record<string, unknown>;
};

const recordings = Object.entries(
  parse(
    readFileSync(
      join(__dirname, '__fixtures__/kyverno-admission.yaml'),
      'utf8',
    ),
  ) as Record<string, Recording>,
);

/** The hash of selectors is Kyverno's own; it tells policies in random order. */
function comparable(message: string): string {
  const [intro, said] = message
    .replace(/svc-(fail|ignore)-[0-9a-f]{8}"/, 'svc-$1-HASH"')
    // Parsers word what they do not understand each in their own way.
    .replace(/Syntax error: [\s\S]*/, 'Syntax error')
    .replace(/(ERROR: <input>):1:\d+: Syntax error/, '$1 Syntax error')
    .split(' denied the request: ');
  return [intro, ...(said ?? '').split('; ').sort()].join('\n').trim();
}

describe('admission', () => {
  let world: PolicyWorld;
  beforeAll(async () => {
    world = await PolicyWorld.start();
  }, 60_000);
  afterAll(() => world.stop(), 60_000);

  async function perform(step: Step): Promise<RawAnswer> {
    const path = (namespace: string, name: string) =>
      `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
    if (step.label) {
      const { namespace, name, labels } = step.label;
      return world.raw('PATCH', path(namespace, name), {
        metadata: { labels },
      });
    }
    if (step.scale) {
      const { namespace, name, replicas } = step.scale;
      return world.raw('PATCH', `${path(namespace, name)}/scale`, {
        spec: { replicas },
      });
    }
    if (!step.apply) throw new Error('a step that does nothing');
    return world.post(step.apply, step.dryRun);
  }

  /** A policy, once the engines have said what became of it. */
  function withStatus(name: string, namespace: string | undefined) {
    return eventually(async () => {
      const policy = await world.client.get<KubernetesObject>({
        apiVersion: 'policies.kyverno.io/v1',
        kind: `${namespace ? 'Namespaced' : ''}ValidatingPolicy`,
        name,
        ...(namespace && { namespace }),
      });
      return policy.status && policy;
    });
  }

  it.each(recordings)(
    '%s',
    async (_name, recording) => {
      const enforced: string[] = [];
      for (const recorded of recording.steps) {
        const step = structuredClone(recorded);
        if (step.delete) {
          await world.client.delete(step.delete);
          continue;
        }
        const spec = step.apply?.spec;
        // It was to expire soon, after it had been loaded.
        if (step.apply?.metadata.name === 'ke-soon' && spec) {
          spec.expiresAt = new Date(Date.now() + 3_600_000).toISOString();
        }
        await world.enforced(enforced.splice(0));
        let answer: RawAnswer | undefined;
        const byWebhook = step.denied?.startsWith('admission webhook');
        const wanted = {
          // Webhooks that deny say so with 400 and without a reason.
          refusal: byWebhook ? '400 ' : undefined,
          accepted: !step.denied && !step.refused,
          message: step.denied && comparable(step.denied),
          warnings: step.warnings ?? [],
        };
        // Exceptions come and go without a sign; everything else is certain.
        await eventually(async () => {
          answer = await perform(step);
          return answer.code < 300 === wanted.accepted;
        });
        const { code, body, warnings = [] } = answer ?? {};
        expect({
          refusal: byWebhook ? `${code} ${body?.reason ?? ''}` : undefined,
          accepted: wanted.accepted,
          message: step.denied && comparable(body?.message ?? ''),
          warnings,
        }).toEqual(wanted);
        const { kind, metadata } = step.apply ?? {};
        // Those handed to the API server, or to nobody, are not asked by webhook.
        const admits =
          spec?.evaluation === undefined && metadata?.name !== 'kp-vap';
        if (
          kind?.endsWith('ValidatingPolicy') &&
          wanted.accepted &&
          admits &&
          metadata?.name
        ) {
          enforced.push(metadata.name);
        }
      }

      for (const [name, status] of Object.entries(recording.statuses ?? {})) {
        const namespace = recording.steps.find(
          it => it.apply?.metadata.name === name,
        )?.apply?.metadata.namespace;
        const found = await withStatus(name, namespace);
        const { message: _message, ...conditionStatus } = (
          status as { conditionStatus: { message: string } }
        ).conditionStatus;
        expect(found.status).toMatchObject({
          ...(status as object),
          conditionStatus,
        });
      }
    },
    60_000,
  );

  it('tells of violations in events, on object and policy or policy only', async () => {
    const events = await eventually(async () => {
      const { items } = await world.client.list('v1', 'Event');
      const found = items.filter(
        it => it.reportingComponent === 'kyverno-admission',
      );
      return found.length > 10 && found;
    });
    const of = (policy: string) =>
      events
        .filter(it => JSON.stringify(it).includes(policy))
        .map(it => [it.metadata.namespace, it.action, it.message]);
    expect(of('k-act-audit').sort()).toEqual([
      [
        'default',
        'Resource Passed',
        'Deployment k-act-audit/bad: fail; Every container needs a CPU limit.',
      ],
      [
        'k-act-audit',
        'Resource Passed',
        'policy k-act-audit/ fail: Every container needs a CPU limit.',
      ],
    ]);
    expect(of('k-act-deny-warn')).toEqual([
      [
        'default',
        'Resource Blocked',
        'Deployment k-act-deny-warn/bad: fail (blocked); Every container needs a CPU limit.',
      ],
    ]);
  }, 60_000);

  it('reports what only admission looks at', async () => {
    const { client } = world;
    await world.namespace('adm');
    await world.post({
      apiVersion: 'policies.kyverno.io/v1',
      kind: 'ValidatingPolicy',
      metadata: { name: 'adm-only' },
      spec: {
        validationActions: ['Audit'],
        evaluation: { background: { enabled: false } },
        matchConstraints: {
          namespaceSelector: {
            matchLabels: { 'kubernetes.io/metadata.name': 'adm' },
          },
          resourceRules: [
            {
              apiGroups: ['*'],
              apiVersions: ['*'],
              operations: ['CREATE'],
              resources: ['configmaps', 'deployments'],
            },
          ],
        },
        validations: [{ expression: 'has(object.data)', message: 'Empty.' }],
      },
    });
    // A report is there only because a scan looks at the kind as well.
    await world.post({
      apiVersion: 'policies.kyverno.io/v1',
      kind: 'ValidatingPolicy',
      metadata: { name: 'adm-scan' },
      spec: {
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              operations: ['CREATE'],
              resources: ['configmaps'],
            },
          ],
        },
        validations: [{ expression: 'true' }],
      },
    });
    await world.enforced(['adm-only', 'adm-scan']);
    const empty = await client.create<KubernetesObject>({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace: 'adm', name: 'empty' },
    });
    const report = await world.report(empty, it => it.results.length === 2);
    expect(report.results).toMatchObject([
      {
        policy: 'adm-only',
        result: 'fail',
        message: 'Empty.',
        properties: { process: 'admission review' },
      },
      { policy: 'adm-scan', result: 'pass' },
    ]);
  }, 60_000);

  it('takes its webhooks away when it stops', async () => {
    await world.stopEngines();
    const { items } = await world.client.list(
      'admissionregistration.k8s.io/v1',
      'ValidatingWebhookConfiguration',
    );
    expect(items).toEqual([]);
    await world.startEngines();
  }, 60_000);
});

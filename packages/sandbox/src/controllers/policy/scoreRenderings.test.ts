import { join } from 'node:path';
import { readPlatformManifests } from '../../demo/platformManifests';
import type { KubernetesObject } from '../runtime';
import { compilePolicySet, evaluateSubject } from './kyverno/PolicySet';
import type { ValidatingPolicy } from './kyverno/types';

const root = join(__dirname, '../../../../..');
const fixtures = join(root, 'plugins/score-common/src/__fixtures__');

const RESOURCES: Record<string, string> = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  CronJob: 'cronjobs',
};

/**
 * What plugin-score-common renders, recorded by its own tests byte for byte, held against the platform's
 * policies.
 */
describe('a rendered Score workload', () => {
  let policies: ValidatingPolicy[];
  beforeAll(async () => {
    policies = (await readPlatformManifests(
      join(root, 'platform/policies'),
    )) as unknown as ValidatingPolicy[];
  });

  async function workloadOf(
    name: string,
    environment: string,
  ): Promise<KubernetesObject> {
    const manifests = await readPlatformManifests(
      join(fixtures, name),
      {},
      file => file === `${environment}.yaml`,
    );
    const found = manifests.filter(it => RESOURCES[it.kind] !== undefined);
    expect(found).toHaveLength(1);
    return found[0];
  }

  function judge(object: KubernetesObject, environment: string) {
    const set = compilePolicySet({
      policies,
      exceptions: [],
      admissionPolicies: [],
      bindings: [],
    });
    return evaluateSubject(set, {
      object,
      resource: RESOURCES[object.kind],
      namespaceObject: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: `payments-${environment}`,
          labels: {
            'cairn.dev/owner': 'payments',
            'cairn.dev/environment': environment,
          },
        },
      },
      now: new Date(0),
    }).map(({ policy, result }) => `${policy}: ${result}`);
  }

  const serving = ['require-owner-label', 'require-probes'];
  it.each([
    ['orders', 'dev', ['disallow-latest-tag', ...serving, 'require-resources']],
    [
      'orders',
      'prod',
      ['disallow-latest-tag-prod', ...serving, 'require-resources-prod'],
    ],
    [
      'ledger',
      'prod',
      ['disallow-latest-tag-prod', ...serving, 'require-resources-prod'],
    ],
    [
      'shelf',
      'prod',
      ['disallow-latest-tag-prod', ...serving, 'require-resources-prod'],
    ],
    // A CronJob has no probes.
    [
      'report',
      'prod',
      [
        'disallow-latest-tag-prod',
        'require-owner-label',
        'require-resources-prod',
      ],
    ],
  ])('%s passes all policies of %s', async (name, environment, expected) => {
    const object = await workloadOf(name, environment);
    expect(judge(object, environment)).toEqual(
      [
        ...expected,
        'require-standard-environment',
        'restrict-security-context',
      ].map(it => `${it}: pass`),
    );
  });

  it('would not pass without its labels', async () => {
    const object = await workloadOf('orders', 'prod');
    object.metadata.labels = {};
    expect(judge(object, 'prod')).toContain('require-owner-label: fail');
  });
});

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readPlatformManifests } from '../../demo/platformManifests';
import type { KubernetesObject } from '../runtime';
import { compilePolicySet, evaluateSubject } from './kyverno/PolicySet';
import type { ReportResult, ValidatingPolicy } from './kyverno/types';

const platform = join(__dirname, '../../../../../platform');
const examples = join(platform, 'policies/examples');

/** On an example that fails: what its policy says. */
const FINDING = 'cairn.dev/finding';

const RESOURCES: Record<string, string> = {
  Deployment: 'deployments',
  Namespace: 'namespaces',
};

describe('the examples of platform/policies', () => {
  let policies: ValidatingPolicy[];
  let namespaces: KubernetesObject[];

  beforeAll(async () => {
    const read = async (folder: string) =>
      readPlatformManifests(join(platform, folder));
    policies = (await read('policies')) as unknown as ValidatingPolicy[];
    namespaces = await read('namespaces');
  });

  function judge(object: KubernetesObject): ReportResult[] {
    const { namespace } = object.metadata;
    const namespaceObject = namespaces.find(
      it => it.metadata.name === namespace,
    );
    expect([namespace, namespaceObject === undefined]).toEqual([
      namespace,
      namespace === undefined,
    ]);
    const set = compilePolicySet({
      policies,
      exceptions: [],
      admissionPolicies: [],
      bindings: [],
    });
    return evaluateSubject(set, {
      object,
      resource: RESOURCES[object.kind],
      namespaceObject,
      now: new Date(0),
    });
  }

  it('are there for every policy', async () => {
    expect((await readdir(examples)).sort()).toEqual(
      policies.map(it => it.metadata.name).sort(),
    );
  });

  it('pass where they say so, each its own policy and all others', async () => {
    for (const name of await readdir(examples)) {
      const passing = await readPlatformManifests(
        join(examples, name),
        {},
        file => file === 'pass.yaml',
      );
      expect([name, passing.length > 0]).toEqual([name, true]);
      for (const object of passing) {
        const results = judge(object);
        expect(results.map(it => it.policy)).toContain(name);
        expect(results.filter(it => it.result !== 'pass')).toEqual([]);
      }
    }
  });

  it('fail where they say so, with what they say, and only their own policy', async () => {
    for (const name of await readdir(examples)) {
      const failing = await readPlatformManifests(
        join(examples, name),
        {},
        file => file === 'fail.yaml',
      );
      expect([name, failing.length > 0]).toEqual([name, true]);
      for (const object of failing) {
        const found = judge(object).filter(it => it.result !== 'pass');
        expect(found.map(it => `${it.policy}: ${it.message}`)).toEqual([
          `${name}: ${object.metadata.annotations?.[FINDING]}`,
        ]);
      }
    }
  });
});

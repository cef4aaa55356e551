// Evaluates platform/policies for manifests, by the sandbox's engine. Bundled, then run as
// `node judgeManifests.cjs FILE`; the file holds `environment`, `owner` and `objects`.
import fs from 'node:fs';
import path from 'node:path';
import {
  compilePolicySet,
  evaluateSubject,
} from '../../../packages/sandbox/src/controllers/policy/kyverno/PolicySet';
import { readPlatformManifests } from '../../../packages/sandbox/src/demo/platformManifests';

const RESOURCES = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  CronJob: 'cronjobs',
};

async function main() {
  const { environment, owner, objects } = JSON.parse(
    fs.readFileSync(process.argv[2], 'utf8'),
  );
  const all = await readPlatformManifests(
    path.join(process.cwd(), 'platform', 'policies'),
  );
  const policies = all.filter(({ kind }) => kind === 'ValidatingPolicy');
  const set = compilePolicySet({
    policies,
    exceptions: [],
    admissionPolicies: [],
    bindings: [],
  });
  const namespaceObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: `${owner}-${environment}`,
      labels: {
        'cairn.dev/owner': owner,
        'cairn.dev/environment': environment,
      },
    },
  };
  const workloads = objects.filter(({ kind }) => RESOURCES[kind]);
  const results = workloads.flatMap(object =>
    evaluateSubject(set, {
      object,
      resource: RESOURCES[object.kind],
      namespaceObject,
      now: new Date(),
    }).map(result => ({ ...result, object })),
  );
  const bad = results.filter(({ result }) => result !== 'pass');
  for (const { policy, result, message, object } of bad) {
    const { name } = object.metadata;
    console.log(
      `${object.kind} ${name}: ${policy}: ${result} ${message ?? ''}`,
    );
  }
  // Nothing that was judged is no verdict.
  if (results.length === 0) console.log('No policy has judged anything.');
  process.exitCode = bad.length > 0 || results.length === 0 ? 1 : 0;
}

main().catch(error => {
  console.log(error.stack);
  process.exitCode = 1;
});

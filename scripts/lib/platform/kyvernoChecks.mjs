// Holds the platform's policies against the real Kyverno, by its command line.
import fs from 'node:fs';
import path from 'node:path';
import { capture } from './capture.mjs';

const ENVIRONMENTS = ['dev', 'prod'];

/** JSON is YAML, so several documents need only a line between them. */
const documents = objects =>
  objects.map(object => JSON.stringify(object)).join('\n---\n');

/** Labels of the namespaces, which the command line cannot look up. */
const values = {
  apiVersion: 'cli.kyverno.io/v1alpha1',
  kind: 'Value',
  metadata: { name: 'values' },
  namespaceSelector: ENVIRONMENTS.map(environment => ({
    name: `checked-${environment}`,
    labels: {
      'cairn.dev/owner': 'payments',
      'cairn.dev/environment': environment,
    },
  })),
};

/** The cases of a policy, each as an object of a name of its own. */
function casesOf(policy, { environment, passes, fails }) {
  const rows = [
    ...Object.entries(passes).map(([what, object]) => ({ what, object })),
    ...Object.entries(fails).map(([what, fail]) => ({ what, ...fail })),
  ];
  return rows.map(({ what, object, says }, index) => {
    const name = `${policy}-${index}`;
    const metadata = { ...object.metadata, name };
    if (object.kind !== 'Namespace')
      metadata.namespace = `checked-${environment}`;
    return { policy, what, says, name, object: { ...object, metadata } };
  });
}

/**
 * @param {{ policy: string, what: string, says?: RegExp, name: string }} one
 * @param {any[]} found of the report
 * @returns {import('./definitionChecks.mjs').Result}
 */
export function judge({ policy, what, says, name }, found) {
  const own = found.find(
    result => result.policy === policy && result.resources?.[0]?.name === name,
  );
  const expected = says ? 'fail' : 'pass';
  return {
    name: `${policy} by Kyverno: ${what} is a ${expected}`,
    ok:
      own?.result === expected &&
      (says === undefined || says.test(own.message)),
    detail: own
      ? `${own.result}: ${own.message}`
      : 'Kyverno says nothing of it',
  };
}

/**
 * Applies all policies to all cases at once.
 *
 * @param {{ cli: string, policies: object[], cases: Record<string, import('./policyCases.mjs').PolicyCases>, output: string }} options
 *   `cases`: by policy; `output`: a folder for its files
 * @returns {Promise<import('./definitionChecks.mjs').Result[]>}
 */
export async function checkKyverno({ cli, policies, cases: known, output }) {
  const cases = policies
    .map(({ metadata }) => metadata.name)
    .filter(name => known[name])
    .flatMap(name => casesOf(name, known[name]));
  const folder = path.join(output, 'kyverno');
  fs.mkdirSync(folder, { recursive: true });
  const write = (name, text) => {
    const file = path.join(folder, `${name}.yaml`);
    fs.writeFileSync(file, text);
    return file;
  };
  const policyFile = write('policies', documents(policies));
  const resources = write(
    'resources',
    documents(cases.map(({ object }) => object)),
  );
  // It ends with 1 when anything fails, as half of the cases are to.
  const { stdout, stderr } = await capture(
    cli,
    [
      ...['apply', policyFile, '--resource', resources],
      ...['--values-file', write('values', JSON.stringify(values))],
      ...['--policy-report', '--output-format', 'json', '--remove-color'],
    ],
    // Away from a kubeconfig of this machine.
    { env: { ...process.env, KUBECONFIG: '/dev/null' } },
  );
  const row = stdout.split('\n').find(line => line.startsWith('{'));
  if (!row) {
    return [
      {
        name: 'Kyverno reports',
        ok: false,
        detail: (stdout + stderr).slice(-4000),
      },
    ];
  }
  const { results } = JSON.parse(row);
  return cases.map(one => judge(one, results ?? []));
}

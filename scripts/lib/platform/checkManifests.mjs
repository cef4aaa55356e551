// Checks the platform's own manifests on the real platform: definitions, policies, schemas, charts.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../options.mjs';
import { checkAcceptance } from './acceptanceChecks.mjs';
import { capture } from './capture.mjs';
import { withComposition } from './compositionRun.mjs';
import { checkDefinitions } from './definitionChecks.mjs';
import { Kubectl } from './kubectl.mjs';
import { checkKyverno } from './kyvernoChecks.mjs';
import {
  findCharts,
  readManifests,
  writeDemoManifests,
} from './manifestFiles.mjs';
import { unmatchedCases } from './policyCases.mjs';
import { casesWithExamples } from './policyExamples.mjs';
import { checkPolicyTwins } from './policyTwinChecks.mjs';
import { checkSchemas } from './schemaChecks.mjs';

/** @typedef {import('./definitionChecks.mjs').Result} Result */

/** @type {(name: string, reason: string) => Result[]} */
const skip = (name, reason) => [{ name, ok: true, skipped: reason }];

/** A group of checks that fails as a whole says so, and the others go on. */
async function group(name, work) {
  try {
    return await work();
  } catch (error) {
    return [{ name, ok: false, detail: error.stack ?? String(error) }];
  }
}

async function withNamespace(kubectl, name, work) {
  await kubectl.apply({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  });
  try {
    return await work();
  } finally {
    await kubectl.delete(['namespace', name]);
  }
}

async function checkCharts(helm) {
  const charts = findCharts();
  if (charts.length === 0)
    return skip('charts pass helm lint', 'there are no charts yet');
  if (!helm) return skip('charts pass helm lint', 'there is no helm');
  return Promise.all(
    charts.map(async chart => {
      const { code, stdout, stderr } = await capture(helm, ['lint', chart]);
      return {
        name: `${path.relative(ROOT, chart)} passes helm lint`,
        ok: code === 0,
        detail: stdout + stderr,
      };
    }),
  );
}

/** @param {Result[]} results @returns {import('../runStages.mjs').Outcome} */
export function outcomeOf(results) {
  const skipped = results.filter(result => result.ok && result.skipped);
  const failed = results.filter(({ ok }) => !ok);
  const reasons = new Map();
  for (const { name, skipped: reason } of skipped)
    reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  return {
    passed: results.length - skipped.length - failed.length,
    failed: failed.length,
    skipped: skipped.length,
    notes: [...reasons].map(([reason, names]) =>
      names.length === 1
        ? `${names[0]}: skipped, ${reason}`
        : `${names.length} skipped: ${reason}`,
    ),
    detail: failed
      .map(({ name, detail }) => `${name}\n  ${detail ?? ''}`)
      .join('\n'),
  };
}

async function onCluster({ kubectl, node, bin, output, inside, manifests }) {
  const id = randomBytes(3).toString('hex');
  const namespace = `cairn-check-${id}`;
  const policies = manifests
    .map(({ object }) => object)
    .filter(({ kind }) => kind === 'ValidatingPolicy');
  const cases = await casesWithExamples();
  const demo = path.join(output, 'demo');
  await writeDemoManifests(node, demo);
  const all = [...manifests, ...(await readManifests(demo))];
  const whileDefined = async () => [
    ...(await group('acceptance', () =>
      checkAcceptance(kubectl, all, namespace),
    )),
    ...(bin.kubeconform
      ? await group('schemas', () =>
          checkSchemas({
            ...{ kubectl, kubeconform: bin.kubeconform, output },
            manifests: all,
          }),
        )
      : skip('manifests fit their schemas', 'there is no kubeconform')),
  ];
  const whileComposing = () =>
    checkDefinitions({ kubectl, manifests, namespace }, whileDefined);
  return [
    ...(await group('composition', () =>
      withNamespace(kubectl, namespace, () =>
        withComposition({ kubectl, node, output, inside }, whileComposing),
      ),
    )),
    ...(await group('admission policies', () =>
      checkPolicyTwins({ kubectl, policies, cases, id }),
    )),
  ];
}

/**
 * @param {{ handle?: { kubeconfig: string, inside?: Function }, kubeconfig?: string, node: string, bin: Record<string, string>, output: string }} options
 *   `kubeconfig` or `handle`: an administrator of the real platform; without either only what needs no
 *   cluster is checked; `bin`: programs by name; `output`: a folder for logs and results
 * @returns {Promise<import('../runStages.mjs').Outcome>}
 */
export async function checkManifests({
  handle,
  kubeconfig = handle?.kubeconfig,
  node,
  bin,
  output,
}) {
  const folder = path.join(output, 'manifests');
  fs.mkdirSync(folder, { recursive: true });
  const manifests = await readManifests(path.join(ROOT, 'platform'));
  const policies = manifests.filter(
    ({ object }) => object.kind === 'ValidatingPolicy',
  );
  const names = policies.map(({ object }) => object.metadata.name);
  const results = unmatchedCases(names);
  const { inside } = handle ?? {};
  if (!kubeconfig)
    results.push(...skip('checks on the cluster', 'no platform runs'));
  else if (!bin.kubectl)
    results.push(...skip('checks on the cluster', 'there is no kubectl'));
  else {
    const kubectl = new Kubectl({ file: bin.kubectl, kubeconfig, inside });
    results.push(
      ...(await onCluster({
        ...{ kubectl, node, bin, inside, manifests },
        output: folder,
      })),
    );
  }
  results.push(
    ...(bin['kyverno-cli']
      ? await group('kyverno', async () =>
          checkKyverno({
            cli: bin['kyverno-cli'],
            policies: policies.map(({ object }) => object),
            cases: await casesWithExamples(),
            output: folder,
          }),
        )
      : skip('policies in the Kyverno CLI', 'there is no kyverno-cli')),
    ...(await checkCharts(bin.helm)),
  );
  fs.writeFileSync(
    path.join(folder, 'results.json'),
    JSON.stringify(results, null, 2),
  );
  return outcomeOf(results);
}

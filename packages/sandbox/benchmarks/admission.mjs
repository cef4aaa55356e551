/**
 * What admission costs a write: one that no policy is about, one that many are about, and what the
 * latter would cost if every policy were compiled for every request. Prints numbers and asserts
 * nothing.
 *
 *   node benchmarks/admission.mjs [policies]
 */
import { rm, mkdtemp } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [count = 30] = process.argv.slice(2).map(Number);
const packageDir = join(dirname(fileURLToPath(import.meta.url)), '..');

async function load() {
  // Below the workspace, so that what is not bundled is found.
  const dir = await mkdtemp(join(packageDir, '../../node_modules/.admission-'));
  const outfile = join(dir, 'bundle.cjs');
  try {
    await build({
      stdin: {
        contents: `
          export { AdmissionControl, validateOnAdmission } from './src/apiserver/admission';
          export { compilePolicy } from './src/apiserver/admission/policies/Policy';
          export { TypeRegistry } from './src/apiserver/registry/TypeRegistry';
          export { builtinTypes } from './src/apiserver/schema';
          export { encodeObject, storedFromText } from './src/apiserver/storage/StoredObject';`,
        resolveDir: packageDir,
        loader: 'ts',
      },
      bundle: true,
      packages: 'external',
      platform: 'node',
      outfile,
      logLevel: 'error',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const GROUP = 'admissionregistration.k8s.io';

function policy(index) {
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: `policy-${index}` },
    spec: {
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ['apps'],
            apiVersions: ['v1'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['deployments'],
          },
        ],
      },
      validations: [
        {
          expression:
            "object.spec.template.spec.containers.all(c, has(c.resources) && has(c.resources.limits) && 'cpu' in c.resources.limits)",
          message: 'Every container needs a CPU limit.',
        },
        { expression: "object.metadata.name.startsWith('w')" },
      ],
    },
  };
}

function binding(index) {
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: `policy-${index}` },
    spec: { policyName: `policy-${index}`, validationActions: ['Deny'] },
  };
}

const parts = await load();
const stored = object =>
  parts.storedFromText('', object, parts.encodeObject(object), 1);
const numbers = Array.from({ length: count }, (_, index) => index);
const objects = {
  [`validatingadmissionpolicies.${GROUP}`]: numbers.map(i => stored(policy(i))),
  [`validatingadmissionpolicybindings.${GROUP}`]: numbers.map(i =>
    stored(binding(i)),
  ),
};
const registry = new parts.TypeRegistry(parts.builtinTypes);
const control = new parts.AdmissionControl({
  registry,
  store: {
    list: resource => objects[resource] ?? [],
    subscribe: () => () => undefined,
  },
  authorizer: { authorize: () => ({ allowed: true, reason: '' }) },
  log: () => undefined,
});
const user = { username: 'ada', groups: [] };
const admission = control.session({
  user,
  dryRun: false,
  options: {},
  warn: () => undefined,
});
const writeOf = type => ({
  admission,
  type,
  user,
  namespace: 'default',
  subresource: '',
  draft: { get: () => undefined, list: () => [] },
});

function measure(name, runs, run) {
  run();
  const start = process.hrtime.bigint();
  for (let index = 0; index < runs; index++) run();
  const micros = Number(process.hrtime.bigint() - start) / 1000 / runs;
  process.stdout.write(`${name.padEnd(44)}${micros.toFixed(2).padStart(12)}\n`);
}

process.stdout.write(
  `${count} policies of two validations; Node ${process.version}, ${
    cpus().length
  } × ${cpus()[0]?.model ?? 'unknown'}\n\n${''.padEnd(44)}${'µs'.padStart(
    12,
  )}\n`,
);
const map = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'web' },
  data: {},
};
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    template: {
      spec: {
        containers: [
          { name: 'web', image: 'web:1', resources: { limits: { cpu: '1' } } },
        ],
      },
    },
  },
};
const maps = writeOf(registry.find('', 'v1', 'configmaps'));
const deployments = writeOf(registry.find('apps', 'v1', 'deployments'));
const evaluate = () =>
  parts.validateOnAdmission(deployments, { object: deployment });
measure('a write no policy is about', 200_000, () =>
  parts.validateOnAdmission(maps, { object: map }),
);
measure('a write all are about', 300, evaluate);
measure('the same, compiled for each request', 20, () => {
  for (const index of numbers) parts.compilePolicy(policy(index).spec);
  evaluate();
});

// Holds the platform's definitions against the real API server: what it makes of them, accepts and refuses.
import { isDeepStrictEqual } from 'node:util';
import { DEFINITION_CASES } from './definitionCases.mjs';

/** @typedef {{ name: string, ok: boolean, detail?: string, skipped?: string }} Result */

const CRDS = 'customresourcedefinitions.apiextensions.k8s.io';
const XRDS = 'compositeresourcedefinitions.apiextensions.crossplane.io';

const conditionIs = (object, type, status) =>
  object?.status?.conditions?.some(
    condition => condition.type === type && condition.status === status,
  );

/** What is known of an object that did not become what it should: conditions and events. */
async function storyOf(kubectl, name, object) {
  const { stdout } = await kubectl.run([
    ...[
      'get',
      'events',
      '--all-namespaces',
      '-o',
      'jsonpath={.items[*].message}',
    ],
    `--field-selector=involvedObject.name=${name}`,
  ]);
  const conditions = JSON.stringify(object?.status?.conditions ?? []);
  return `conditions ${conditions}; events: ${stdout || 'none'}`;
}

/** @returns {Promise<Result[]>} whether the definition and the kind made of it are established */
async function established(kubectl, name) {
  const results = [];
  for (const [kind, what] of [
    [XRDS, `definition ${name} is established`],
    [CRDS, `the kind made of ${name} is established by the API server`],
  ]) {
    let seen;
    const done = await kubectl.until(async () => {
      seen = (await kubectl.json(['get', kind, name])) ?? seen;
      return (
        conditionIs(seen, 'Established', 'True') &&
        !conditionIs(seen, 'NonStructuralSchema', 'True')
      );
    });
    results.push({
      name: what,
      ok: Boolean(done),
      detail: done ? undefined : await storyOf(kubectl, name, seen),
    });
    // Without the definition there is no kind to wait for.
    if (!done) break;
  }
  return results;
}

/** Refused, and in these words. @returns {Result} */
function refusal(name, answer, says) {
  const said = answer.stderr.trim();
  return {
    name,
    ok: answer.code !== 0 && says.test(said),
    detail: answer.code === 0 ? 'it was accepted' : said,
  };
}

async function claims(kubectl, xrd, cases, namespace) {
  const version = xrd.spec.versions.find(({ referenceable }) => referenceable);
  const make = (name, spec) => ({
    apiVersion: `${xrd.spec.group}/${version.name}`,
    kind: xrd.spec.names.kind,
    metadata: { name, namespace },
    spec,
  });
  const { kind, plural } = xrd.spec.names;
  const resource = `${plural}.${xrd.spec.group}`;
  const results = [];
  for (const [what, spec] of Object.entries(cases.accepted)) {
    const { code, stderr } = await kubectl.dryRun(make('accepted', spec));
    results.push({
      name: `${kind} with ${what} is accepted`,
      ok: code === 0,
      detail: stderr.trim(),
    });
  }
  for (const [what, { spec, says }] of Object.entries(cases.refused)) {
    const answer = await kubectl.dryRun(make('refused', spec));
    results.push(refusal(`${kind} with ${what} is refused`, answer, says));
  }
  await kubectl.apply(make('kept', cases.kept));
  const kept = await kubectl.json(['get', resource, 'kept', '-n', namespace]);
  const had = Object.fromEntries(
    Object.keys(cases.defaults).map(name => [name, kept?.spec?.[name]]),
  );
  results.push({
    name: `${kind} has its defaults`,
    ok: isDeepStrictEqual(had, cases.defaults),
    detail: JSON.stringify(kept?.spec),
  });
  for (const [what, { spec, says }] of Object.entries(cases.changes)) {
    const answer = await kubectl.run([
      ...['patch', resource, 'kept', '-n', namespace, '--dry-run=server'],
      ...['--type=merge', '-p', JSON.stringify({ spec })],
    ]);
    results.push(
      refusal(`${kind} changed to ${what} is refused`, answer, says),
    );
  }
  const table = await kubectl.run(['get', resource, '-n', namespace]);
  results.push({
    name: `${kind} is listed with its columns`,
    ok: cases.columns.every(column => table.stdout.includes(column)),
    detail: table.stdout + table.stderr,
  });
  // While its controllers still run: they have to let it go.
  await kubectl.delete([resource, 'kept', '-n', namespace]);
  return results;
}

async function checkDefinition(kubectl, xrd, namespace) {
  const { name } = xrd.metadata;
  try {
    await kubectl.apply(xrd);
  } catch (error) {
    return [
      {
        name: `definition ${name} is accepted`,
        ok: false,
        detail: error.message,
      },
    ];
  }
  const states = await established(kubectl, name);
  const cases = DEFINITION_CASES[name];
  if (!cases) {
    return [
      ...states,
      {
        name: `definition ${name} has cases`,
        ok: false,
        detail: 'add some to scripts/lib/platform/definitionCases.mjs',
      },
    ];
  }
  return states.every(({ ok }) => ok)
    ? [...states, ...(await claims(kubectl, xrd, cases, namespace))]
    : states;
}

/** @returns {Promise<Result>} */
async function removal(kubectl, name) {
  await kubectl.delete([XRDS, name]);
  const gone = await kubectl.until(
    async () => !(await kubectl.json(['get', CRDS, name])),
  );
  return {
    name: `the kind made of ${name} goes with its definition`,
    ok: Boolean(gone),
    detail: 'it is still there',
  };
}

/**
 * To be called while the composition controllers run.
 *
 * @param {{ kubectl: import('./kubectl.mjs').Kubectl, manifests: import('./manifestFiles.mjs').Manifest[], namespace: string }} options
 *   `namespace`: a throw-away one that exists
 * @param {() => Promise<Result[]>} [meanwhile] what else is to be checked while the kinds are there
 * @returns {Promise<Result[]>}
 */
export async function checkDefinitions(
  { kubectl, manifests, namespace },
  meanwhile = async () => [],
) {
  const xrds = manifests
    .map(({ object }) => object)
    .filter(({ kind }) => kind === 'CompositeResourceDefinition');
  const results = [];
  const ours = [];
  try {
    for (const xrd of xrds) {
      const { name } = xrd.metadata;
      if (!(await kubectl.json(['get', XRDS, name]))) ours.push(name);
      results.push(...(await checkDefinition(kubectl, xrd, namespace)));
    }
    results.push(...(await meanwhile()));
  } finally {
    for (const name of ours) results.push(await removal(kubectl, name));
  }
  return results;
}

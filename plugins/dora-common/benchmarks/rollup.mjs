/**
 * What it costs to have the numbers of all components up to date after each new fact: by the rollup,
 * which looks at the component concerned, and by computing everything again. Both in this process and
 * on the same facts; the answers are compared. Prints numbers.
 *
 *   node benchmarks/rollup.mjs [components] [deployments per component] [facts that arrive]
 *
 * Computing again is done for a few arrivals only, as each takes long.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [componentCount = 200, deploymentCount = 100, arrivals = 500] =
  process.argv.slice(2).map(Number);
const AGAIN = 5;
const HOUR = 3_600_000;
const START = Date.parse('2026-01-01T00:00:00Z');
const packageDir = join(dirname(fileURLToPath(import.meta.url)), '..');

function print(line) {
  process.stdout.write(`${line}\n`);
}

async function load() {
  const dir = await mkdtemp(join(tmpdir(), 'dora-rollup-'));
  const outfile = join(dir, 'bundle.mjs');
  try {
    await build({
      stdin: {
        contents: `
          export * from './src/index';
          export { dayCells, DayFinder } from './src/rollup/DayCell';`,
        resolveDir: packageDir,
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'error',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The same numbers every time. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** A year of a component: two commits and one deployment at a time, some bring an incident. */
function factsOf(component, random) {
  const facts = [];
  const { uid, repository } = component;
  const gap = (365 * 24 * HOUR) / deploymentCount;
  let last;
  for (let n = 0; n < deploymentCount; n += 1) {
    const finishedAt = Math.round(START + (n + random() / 2) * gap);
    for (let part = 0; part < 2; part += 1) {
      const sha = `${uid}-${n}-${part}`;
      const authoredAt = Math.round(finishedAt - (1 + random() * 90) * HOUR);
      facts.push({
        type: 'commit',
        at: authoredAt,
        authoredAt,
        repository,
        sha,
        parents: last ? [last] : [],
        authorType: 'human',
      });
      last = sha;
    }
    facts.push({
      type: 'deployment',
      at: finishedAt,
      finishedAt,
      startedAt: finishedAt - HOUR / 10,
      source: 'argocd',
      environment: 'prod',
      tier: 'production',
      component: uid,
      externalId: String(n),
      result: 'succeeded',
      revision: last,
    });
    if (random() < 0.1) {
      const openedAt = Math.round(finishedAt + random() * HOUR);
      facts.push({
        type: 'incident',
        at: openedAt,
        openedAt,
        resolvedAt: Math.round(openedAt + random() * 5 * HOUR),
        source: 'pager',
        externalId: `${uid}-${n}`,
        component: uid,
      });
    }
  }
  return facts;
}

function report(name, milliseconds, count) {
  const each = milliseconds / count;
  print(
    `${name.padEnd(40)} ${each.toFixed(3).padStart(10)} ms a fact` +
      ` ${(1000 / each).toFixed(1).padStart(10)} facts/s`,
  );
  return each;
}

const { analyseComponents, dayCells, DayFinder, DeliveryRollup } = await load();
const components = Array.from({ length: componentCount }, (_, n) => ({
  uid: `component-${n}`,
  repository: `acme/component-${n}`,
  incidentSources: ['pager'],
}));
const random = randomFrom(20_261_121);
const all = components.flatMap(component => factsOf(component, random));
// Arrivals are taken from all over the year, so that many of them are late.
const late = new Set();
while (late.size < arrivals) late.add(Math.floor(random() * all.length));
const known = all.filter((_, n) => !late.has(n));
const arriving = [...late].map(n => all[n]);

const everything = facts => {
  const days = new DayFinder('Europe/Berlin');
  return analyseComponents(components, facts).map(history =>
    [...dayCells(history, days).values()].sort((a, b) =>
      a.date < b.date ? -1 : 1,
    ),
  );
};

print(
  `${cpus()[0].model}, Node ${process.version}: ${componentCount} components,` +
    ` ${all.length} facts, ${arrivals} of them arrive one by one`,
);

const rollup = DeliveryRollup.create({ components, zone: 'Europe/Berlin' });
let start = performance.now();
rollup.ingest(known);
print(
  `${'rollup: first fill'.padEnd(40)} ${(performance.now() - start)
    .toFixed(0)
    .padStart(10)} ms`,
);

start = performance.now();
for (const fact of arriving) rollup.ingest([fact]);
const incremental = report(
  'rollup: fact by fact',
  performance.now() - start,
  arriving.length,
);

start = performance.now();
let again;
for (let n = 0; n < AGAIN; n += 1) {
  again = everything([
    ...known,
    ...arriving.slice(0, arriving.length - AGAIN + n + 1),
  ]);
}
const naive = report('everything again', performance.now() - start, AGAIN);

const same =
  JSON.stringify(again) ===
  JSON.stringify(components.map(({ uid }) => rollup.cells(uid)));
print(`same answers: ${same ? 'yes' : 'NO'}`);
print(`ratio: ${(naive / incremental).toFixed(1)}`);
if (!same) process.exitCode = 1;

// npm run test:templates: scaffolds every golden path through a running portal, each with two or more sets of
// answers, and builds, tests and starts what came out. Closes with one line: N passed, N failed[, N skipped].
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { install, toolEnvironment } from './lib/install.mjs';
import { chooseNode } from './lib/node.mjs';
import { runLines } from './lib/npm.mjs';
import { ROOT } from './lib/options.mjs';
import { addUp, closingLine, failed } from './lib/runStages.mjs';
import {
  Failure,
  bold,
  dim,
  duration,
  green,
  line,
  red,
  reportFailure,
} from './lib/say.mjs';
import { bundleFor } from './lib/templates/bundles.mjs';
import { casesOf, listPaths } from './lib/templates/paths.mjs';
import { joinPortal, startPortal } from './lib/templates/portal.mjs';
import { scaffold, waitForTemplates } from './lib/templates/scaffold.mjs';
import { SignedIn } from './lib/templates/SignedIn.mjs';
import { checksOf } from './lib/templates/testCase.mjs';
import { laneOf } from './lib/templates/toolchains.mjs';

const OUTPUT = path.join(ROOT, 'test-output', 'templates');
const PERSON = 'ada';
const OWNER = 'payments';

/** How many minutes have to be left before a check is begun; the others are quick, and never left out. */
const MINUTES_NEEDED = { build: 3, run: 1 };

const HELP = `Scaffolds every golden path, then builds, tests and starts what came out.

  npm run test:templates -- [options]

  --only NAMES              paths; all of them otherwise
  --minutes N               what does not fit is skipped       (60)
  --data-dir DIR            a Cairn that runs already, in place of one of its own
  --offline-skeleton        without a portal: the actions' code only, no database, no API server
  --keep                    leaves what was scaffolded in test-output/templates
`;

function readOptions(argv) {
  let values;
  try {
    ({ values } = parseArgs({
      args: argv,
      options: {
        only: { type: 'string', multiple: true, default: [] },
        minutes: { type: 'string', default: '60' },
        'data-dir': { type: 'string' },
        'offline-skeleton': { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    throw new Failure(error.message);
  }
  const minutes = Number(values.minutes);
  if (!(minutes >= 0)) {
    throw new Failure(`--minutes is '${values.minutes}'; give a number.`);
  }
  return { ...values, minutes, only: values.only.flatMap(it => it.split(',')) };
}

function chooseCases(only) {
  const paths = listPaths();
  const unknown = only.find(name => !paths.includes(name));
  if (unknown) {
    throw new Failure(
      `there is no path '${unknown}'; there are ${paths.join(', ')}.`,
    );
  }
  return paths
    .filter(name => only.length === 0 || only.includes(name))
    .flatMap(casesOf);
}

/** Scaffolds by the actions' code alone. */
async function offline(node) {
  const program = await bundleFor('scaffoldOffline', { node, output: OUTPUT });
  return async (testCase, folder) => {
    const choices = { ...testCase.answers, name: testCase.name, owner: OWNER };
    const request = JSON.stringify({ path: testCase.path, folder, choices });
    const { code, output } = await runLines(node, [program, request], {
      cwd: ROOT,
    });
    if (code !== 0)
      throw new Failure('nothing was scaffolded.', { detail: output });
    return 'without a portal';
  };
}

/** Scaffolds as a person of the demo, and clones the repository that was made. */
async function throughPortal(portal, cases) {
  const person = await SignedIn.as(portal.url, PERSON);
  await waitForTemplates(
    person,
    cases.map(({ ref }) => ref),
  );
  return async (testCase, folder) => {
    const { remoteUrl, milliseconds } = await scaffold(person, testCase.ref, {
      ...testCase.answers,
      name: testCase.name,
      owner: OWNER,
      repository: { host: portal.gitHost, owner: OWNER },
    });
    const { code, output } = await runLines('git', [
      ...['clone', '--quiet', '--branch', 'main', remoteUrl, folder],
    ]);
    if (code !== 0)
      throw new Failure(`${remoteUrl} cannot be cloned.`, { detail: output });
    return `portal ${duration(milliseconds)}`;
  };
}

/** Says how one check ended. */
function say(testCase, check, { outcome, note, took }) {
  const mark = outcome.failed > 0 ? red('✗') : green('✓');
  const name = `${testCase.path} (${testCase.set})`.padEnd(42);
  const word = outcome.skipped > 0 ? 'skipped' : duration(took);
  line(
    `  ${mark} ${bold(name)} ${check.padEnd(10)} ${word}${
      note ? dim(`  ${note}`) : ''
    }`,
  );
  if (outcome.detail) line(`\n${outcome.detail}\n`);
}

async function runCheck(work) {
  try {
    const { skip, note } = await work();
    return skip
      ? { outcome: { passed: 0, failed: 0, skipped: 1 }, note: skip }
      : { outcome: { passed: 1, failed: 0, skipped: 0 }, note };
  } catch (error) {
    const text =
      error instanceof Failure
        ? `${error.message}\n${error.detail ?? ''}`
        : error.stack;
    return { outcome: failed(text) };
  }
}

async function runCase(testCase, context) {
  const outcomes = [];
  for (const [check, work] of Object.entries(checksOf(testCase, context))) {
    const began = Date.now();
    const late = context.left() < (MINUTES_NEEDED[check] ?? -Infinity) * 60_000;
    const result = await runCheck(
      late ? async () => ({ skip: 'no time is left for it' }) : work,
    );
    say(testCase, check, { ...result, took: Date.now() - began });
    outcomes.push(result.outcome);
    if (result.outcome.failed > 0) break;
  }
  return addUp(outcomes);
}

/** One ecosystem beside another: two lanes, in each one case at a time. */
async function runLanes(cases, context) {
  const lanes = new Map();
  for (const testCase of cases) {
    const lane = laneOf(testCase.language);
    lanes.set(lane, [...(lanes.get(lane) ?? []), testCase]);
  }
  const outcomes = [];
  await Promise.all(
    [...lanes.values()].map(async lane => {
      for (const testCase of lane) {
        outcomes.push(await runCase(testCase, context));
      }
    }),
  );
  return addUp(outcomes);
}

async function openPortal(node, options) {
  if (options['offline-skeleton']) return undefined;
  const given = options['data-dir'];
  if (given) return joinPortal(path.resolve(given));
  const dataDir = path.join(OUTPUT, 'data');
  const log = path.join(OUTPUT, 'portal.log');
  const began = Date.now();
  const portal = await startPortal({ node, dataDir, log });
  line(dim(`  the portal was started in ${duration(Date.now() - began)}`));
  return portal;
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    line(HELP);
    return;
  }
  const began = Date.now();
  const deadline = began + options.minutes * 60_000;
  fs.rmSync(OUTPUT, { recursive: true, force: true });
  const folder = path.join(OUTPUT, 'repositories');
  fs.mkdirSync(folder, { recursive: true });
  line();
  const node = await chooseNode();
  await install(node);
  const cases = chooseCases(options.only);
  const judge = await bundleFor('judgeManifests', { node, output: OUTPUT });
  const portal = await openPortal(node, options);
  const interrupted = () =>
    void Promise.resolve(portal?.stop()).finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  let total;
  try {
    total = await runLanes(cases, {
      ...{ node, judge, portal, folder },
      owner: OWNER,
      logs: OUTPUT,
      env: { ...toolEnvironment(node), CI: 'true', FORCE_COLOR: '0' },
      left: () => deadline - Date.now(),
      scaffold: portal
        ? await throughPortal(portal, cases)
        : await offline(node),
    });
  } finally {
    await portal?.stop();
    if (!options.keep) {
      for (const name of [folder, path.join(OUTPUT, 'data')]) {
        fs.rmSync(name, { recursive: true, force: true });
      }
    }
  }
  line(dim(`  all of it took ${duration(Date.now() - began)}`));
  line(closingLine(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
}

try {
  await main();
} catch (error) {
  reportFailure(error);
  // The closing line is there even when nothing could run, so that nobody takes silence for success.
  line('0 passed, 1 failed');
  process.exitCode = 1;
}

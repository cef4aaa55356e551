// The stages of npm test. Each returns how much passed, failed and was skipped, and why.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findChromium } from './chromium.mjs';
import { toolEnvironment } from './install.mjs';
import { runLines } from './npm.mjs';
import { ROOT } from './options.mjs';
import { startThrowAwayPostgres } from './throwAwayPostgres.mjs';

/** Where machine-readable results, logs and pictures go. */
export const OUTPUT = path.join(ROOT, 'test-output');

/**
 * @typedef {{ passed: number, failed: number, skipped: number, notes?: string[], detail?: string }} Outcome
 * @typedef {{ node: string }} Context
 */

const inModules = (...parts) => path.join(ROOT, 'node_modules', ...parts);

async function run({ node }, args, options = {}) {
  return runLines(node, args, {
    cwd: ROOT,
    ...options,
    env: {
      ...toolEnvironment(node),
      CI: 'true',
      FORCE_COLOR: '0',
      ...options.env,
    },
  });
}

/** A tool that is one check as a whole. @returns {Promise<Outcome>} */
async function oneCheck(context, args, options) {
  const { code, output } = await run(context, args, options);
  return code === 0
    ? { passed: 1, failed: 0, skipped: 0 }
    : { passed: 0, failed: 1, skipped: 0, detail: output.slice(-8000) };
}

const lint = context =>
  oneCheck(context, [
    '--max-old-space-size=4096',
    inModules('eslint', 'bin', 'eslint.js'),
    ...['--ext', '.ts,.tsx,.js,.mjs'],
    ...['--max-warnings', '0'],
    ...['--cache', '--cache-strategy', 'content'],
    ...['--cache-location', inModules('.cache', 'cairn-eslint')],
    ...['packages', 'plugins', 'scripts', 'platform-tests'],
  ]);

const prettier = context =>
  oneCheck(context, [
    inModules('prettier', 'bin-prettier.js'),
    '--check',
    '--loglevel',
    'warn',
    '.',
  ]);

const types = context =>
  oneCheck(context, [
    '--max-old-space-size=4096',
    inModules('typescript', 'bin', 'tsc'),
    '--noEmit',
    '--incremental',
    'false',
    '--emitDeclarationOnly',
    'false',
  ]);

const config = context =>
  oneCheck(context, [
    inModules('@backstage', 'cli', 'bin', 'backstage-cli'),
    'config:check',
    '--lax',
    '--strict',
    ...['--config', 'app-config.yaml'],
    ...['--config', 'app-config.production.yaml'],
  ]);

/** Failed tests by name, with the beginning of what they said. */
function failuresOf(report) {
  return report.testResults
    .flatMap(file => {
      const name = path.relative(ROOT, file.name);
      const failed = file.assertionResults.filter(
        test => test.status === 'failed',
      );
      if (failed.length === 0 && file.status === 'failed') {
        return [`${name}\n${file.message}`];
      }
      return failed.map(
        test =>
          `${name} › ${test.fullName}\n${test.failureMessages
            .join('\n')
            .slice(0, 1500)}`,
      );
    })
    .join('\n\n');
}

function unitNotes(skipped, output) {
  const notes = [];
  if (skipped > 0)
    notes.push(
      'skipped tests compare with public projects; give their folder as CAIRN_FIXTURES',
    );
  // Jest ends its worker by force and says so; which test it was, `--detectOpenHandles` tells.
  if (/failed to exit gracefully/.test(output))
    notes.push('a test leaves something open: a server, a timer, a connection');
  return notes;
}

/** Far more than the unit tests take on two busy cores; beyond it something hangs. */
const UNIT_LIMIT_MINUTES = 40;

async function unit(context) {
  const database = await startThrowAwayPostgres();
  const file = path.join(OUTPUT, 'unit.json');
  try {
    const workers = Math.max(1, Math.min(os.cpus().length, 4));
    const { code, output, cutOff } = await run(
      context,
      [
        inModules('@backstage', 'cli', 'bin', 'backstage-cli'),
        ...['repo', 'test', '--json', `--outputFile=${file}`],
        ...[`--maxWorkers=${workers}`, '--workerIdleMemoryLimit=1500MB'],
        // Jest's own five seconds are too short for a page in jsdom on two busy cores; no test measures time.
        '--testTimeout=30000',
      ],
      {
        timeout: UNIT_LIMIT_MINUTES * 60_000,
        env: {
          CAIRN_TEST_POSTGRES_URL: `${database.url}/postgres`,
          BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING: database.url,
        },
      },
    );
    if (!fs.existsSync(file)) {
      return {
        passed: 0,
        failed: 1,
        skipped: 0,
        detail: `${
          cutOff
            ? `The tests did not end within ${UNIT_LIMIT_MINUTES} minutes.\n`
            : ''
        }${output.slice(-8000)}`,
      };
    }
    const report = JSON.parse(fs.readFileSync(file, 'utf8'));
    const skipped = report.numPendingTests + report.numTodoTests;
    // A file that cannot even be loaded counts as one failure.
    const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
    if (failed === 0 && code !== 0) {
      const why = cutOff
        ? `The tests passed, but did not end within ${UNIT_LIMIT_MINUTES} minutes: one of them leaves something open.`
        : 'Every test passed, and yet the run ended with an error.';
      return {
        passed: report.numPassedTests,
        failed: 1,
        skipped,
        detail: `${why}\n${output.slice(-4000)}`,
      };
    }
    return {
      passed: report.numPassedTests,
      failed,
      skipped,
      notes: unitNotes(skipped, output),
      detail: failuresOf(report),
    };
  } finally {
    await database.stop();
  }
}

/** Every `*.test.mjs` beside what it tests. */
function launcherTests() {
  const folder = path.join(ROOT, 'scripts', 'lib');
  return fs
    .readdirSync(folder, { recursive: true })
    .filter(name => name.endsWith('.test.mjs'))
    .sort()
    .map(name => path.join(folder, name));
}

/** The launcher's own tests, in the runner that comes with Node: they must not need an install. */
async function launcher(context) {
  const { output } = await run(context, [
    '--test',
    '--test-reporter=tap',
    ...launcherTests(),
  ]);
  const count = name =>
    Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  const passed = count('pass');
  const failed = count('fail') + count('cancelled');
  return {
    passed,
    // A run that reports nothing has not passed.
    failed: passed + failed === 0 ? 1 : failed,
    skipped: count('skipped'),
    detail: output.slice(-8000),
  };
}

function countBrowserTests(report) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const visit = suite => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === 'skipped') counts.skipped += 1;
        else if (test.status === 'expected') counts.passed += 1;
        // A test that passes only at the second try is a failure.
        else counts.failed += 1;
      }
    }
    for (const inner of suite.suites ?? []) visit(inner);
  };
  for (const suite of report.suites ?? []) visit(suite);
  if (counts.failed === 0) counts.failed = (report.errors ?? []).length;
  return counts;
}

async function browser(context) {
  const cli = inModules('@playwright', 'test', 'cli.js');
  const chromium = await findChromium(context.node);
  if (!chromium) {
    const listed = await run(context, [cli, 'test', '--list']);
    const total = /Total: (\d+) test/.exec(listed.output);
    return {
      passed: 0,
      failed: 0,
      skipped: Number(total?.[1] ?? 1),
      notes: [
        'there is no browser: install Chromium or Chrome, or name one in CAIRN_CHROMIUM',
      ],
    };
  }
  const file = path.join(OUTPUT, 'playwright.json');
  const { output } = await run(context, [cli, 'test'], {
    env: { CAIRN_CHROMIUM: chromium },
  });
  fs.writeFileSync(path.join(OUTPUT, 'browser.log'), output);
  if (!fs.existsSync(file)) {
    return { passed: 0, failed: 1, skipped: 0, detail: output.slice(-8000) };
  }
  const counts = countBrowserTests(JSON.parse(fs.readFileSync(file, 'utf8')));
  return {
    ...counts,
    notes:
      counts.failed === 0 ? [] : ['what the browser saw: test-output/browser'],
    detail: counts.failed === 0 ? undefined : output.slice(-12_000),
  };
}

/** In the order in which they run: what is quick and often wrong first. */
export const STAGES = {
  lint,
  prettier,
  types,
  config,
  launcher,
  unit,
  browser,
};

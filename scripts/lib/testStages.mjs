// The stages of npm test. Each returns how much passed, failed and was skipped, and why.
import fs from 'node:fs';
import path from 'node:path';
import { findChromium } from './chromium.mjs';
import { ROOT } from './options.mjs';
import { OUTPUT, inModules, runTool } from './testTools.mjs';
import { unit } from './unitStage.mjs';

export { OUTPUT };

/** A tool that is one check as a whole. @returns {Promise<import('./testTools.mjs').Outcome>} */
async function oneCheck(context, args, options) {
  const { code, output } = await runTool(context, args, options);
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

/** Every test of the launcher's rooms, by what it is called. */
const launcherTests = () =>
  fs
    .readdirSync(path.join(ROOT, 'scripts', 'lib'), { recursive: true })
    .filter(name => name.endsWith('.test.mjs'))
    .sort()
    .map(name => path.join(ROOT, 'scripts', 'lib', name));

/** The launcher's own tests, in the runner that comes with Node: they must not need an install. */
async function launcher(context) {
  const { output } = await runTool(context, [
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
  const counts = { passed: 0, failed: 0, skipped: 0, notes: [] };
  const visit = suite => {
    for (const spec of suite.specs ?? []) {
      for (const { status } of spec.tests) {
        if (status === 'skipped') counts.skipped += 1;
        else if (status === 'expected' || status === 'flaky')
          counts.passed += 1;
        else counts.failed += 1;
        if (status === 'flaky')
          counts.notes.push(
            `failed at first, passed when run again: ${spec.title}`,
          );
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
    const listed = await runTool(context, [cli, 'test', '--list']);
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
  const { output } = await runTool(context, [cli, 'test'], {
    env: { CAIRN_CHROMIUM: chromium },
  });
  fs.writeFileSync(path.join(OUTPUT, 'browser.log'), output);
  if (!fs.existsSync(file)) {
    return { passed: 0, failed: 1, skipped: 0, detail: output.slice(-8000) };
  }
  const counts = countBrowserTests(JSON.parse(fs.readFileSync(file, 'utf8')));
  return {
    ...counts,
    notes: [
      ...counts.notes,
      ...(counts.failed > 0
        ? ['what the browser saw: test-output/browser']
        : []),
    ],
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

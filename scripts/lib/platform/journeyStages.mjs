// The portal's journeys as a stage: the same Playwright tests on the real platform or the sandbox.
import fs from 'node:fs';
import path from 'node:path';
import { findChromium } from '../chromium.mjs';
import { toolEnvironment } from '../install.mjs';
import { runLines } from '../npm.mjs';
import { ROOT } from '../options.mjs';
import { failed, skipped } from '../runStages.mjs';
import { OUTPUT } from './output.mjs';

const CONFIG = path.join(ROOT, 'platform-tests', 'playwright.config.ts');

/** What passes only the second time is named. */
function count(report) {
  const { expected, unexpected, flaky, skipped: left } = report.stats;
  const again = suite => [
    ...(suite.specs ?? [])
      .filter(spec => spec.tests.some(test => test.status === 'flaky'))
      .map(spec => `failed at first, passed when run again: ${spec.title}`),
    ...(suite.suites ?? []).flatMap(again),
  ];
  return {
    passed: expected + flaky,
    failed: unexpected,
    skipped: left,
    notes: again(report),
  };
}

/** @param {'real' | 'sandbox'} target */
export function journeys(target) {
  const name = `journeys-${target}`;
  return async context => {
    if (!fs.existsSync(CONFIG)) return skipped('there are no journeys yet');
    if (target === 'real' && !context.platform) {
      return skipped('the platform does not run');
    }
    const chromium = await findChromium(context.node);
    if (!chromium) {
      return skipped(
        'there is no browser: install Chromium or Chrome, or name one in CAIRN_CHROMIUM',
      );
    }
    const report = path.join(OUTPUT, `${name}.json`);
    fs.rmSync(report, { force: true });
    const args = [
      path.join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js'),
      ...['test', '--config', CONFIG, '--reporter=json'],
    ];
    const { output, cutOff } = await runLines(context.node, args, {
      cwd: ROOT,
      timeout: Math.max(1, context.left()),
      env: {
        ...toolEnvironment(context.node),
        CI: 'true',
        FORCE_COLOR: '0',
        CAIRN_CHROMIUM: chromium,
        CAIRN_PLATFORM_TARGET: target,
        CAIRN_PLATFORM_DIR: context.options.dataDir,
        // The platform is this run's own: its parts may be stopped.
        CAIRN_PLATFORM_OWN: '1',
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      },
    });
    fs.writeFileSync(path.join(OUTPUT, `${name}.log`), output);
    if (cutOff) return skipped('the time was up before the journeys had ended');
    if (!fs.existsSync(report)) return failed(output.slice(-6000));
    return {
      ...count(JSON.parse(fs.readFileSync(report, 'utf8'))),
      detail: output.slice(-8000),
    };
  };
}

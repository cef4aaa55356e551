import { defineConfig } from '@playwright/test';
import path from 'node:path';
import { launchOptions } from '../packages/app/e2e-tests/support/browser';
import { targetName } from './journeys/support/targetName';

const output = path.resolve(__dirname, '../test-output');
const target = targetName();

// The helpers of the browser tests keep what they started under this name.
process.env.CAIRN_E2E_RUN = `journeys-${target}`;

/**
 * The portal's journeys on a platform: the same code against the sandbox and the real parts
 * (`CAIRN_PLATFORM_TARGET`). One worker, because the files share one Cairn and one platform.
 */
export default defineConfig({
  testDir: 'journeys',
  testMatch: '**/*.spec.ts',
  globalSetup: './journeys/support/globalSetup.ts',
  outputDir: path.join(output, `journeys-${target}`),
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // As for the browser tests: what passes only at the second try is named in the report.
  retries: process.env.CI ? 1 : 0,
  timeout: 300_000,
  // Real controllers have their own rhythm; a test goes on as soon as what it waits for holds.
  expect: { timeout: 90_000 },
  reporter: [
    ['list'],
    [
      'json',
      { outputFile: path.join(output, `journeys-${target}.report.json`) },
    ],
  ],
  use: {
    // Without one, a click on what is not there waits as long as the whole test may take.
    actionTimeout: 60_000,
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions,
  },
});

import { defineConfig } from '@playwright/test';
import { launchOptions } from './packages/app/e2e-tests/support/browser';

/**
 * The browser tests start a Cairn of their own (see support/globalSetup.ts): a fresh data folder, free
 * ports, nothing shared with one that is running. One worker, because they share that Cairn.
 */
export default defineConfig({
  testDir: 'packages/app/e2e-tests',
  testMatch: '**/*.spec.ts',
  globalSetup: './packages/app/e2e-tests/support/globalSetup.ts',
  outputDir: 'test-output/browser',
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // What passes only the second time is named by npm test.
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: 'test-output/playwright.json' }],
    ['html', { open: 'never', outputFolder: 'test-output/browser-report' }],
  ],
  projects: [
    { name: 'portal', testIgnore: '**/07-without-policy.spec.ts' },
    {
      // It leaves a Cairn behind that lets everything pass, so it comes after all others.
      name: 'without-policy',
      testMatch: '**/07-without-policy.spec.ts',
      dependencies: ['portal'],
    },
  ],
  use: {
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions,
  },
});

import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import path from 'node:path';
import { callPortal } from './support/api';
import { cairn } from './support/cairn';
import { pageAs } from './support/people';

const screenshots = path.resolve(__dirname, '../../../test-output/screenshots');

/** Every page a developer can reach, with the words that say it has loaded. */
const pages: Array<{ name: string; path: string; ready: RegExp }> = [
  { name: 'home', path: '/', ready: /In motion/ },
  { name: 'databases', path: '/databases', ready: /showcase/ },
  {
    name: 'request-a-database',
    path: '/databases/request',
    ready: /What will happen/,
  },
  {
    name: 'database',
    path: '/databases/sandbox/payments-dev/showcase',
    ready: /Connect/,
  },
  {
    name: 'database-not-found',
    path: '/databases/sandbox/payments-dev/nothing',
    ready: /owning team/,
  },
  { name: 'catalog', path: '/catalog', ready: /Basket service/ },
  {
    name: 'component',
    path: '/catalog/default/component/payment-service',
    ready: /Ledger API|Payments/,
  },
  {
    name: 'system',
    path: '/catalog/default/system/payments',
    ready: /Ledger service/,
  },
  {
    name: 'team',
    path: '/catalog/default/group/payments',
    ready: /Carla Mendes/,
  },
  { name: 'person', path: '/catalog/default/user/ada', ready: /Payments/ },
  { name: 'apis', path: '/api-docs', ready: /Payment API/ },
  { name: 'create', path: '/create', ready: /Create/ },
  { name: 'docs', path: '/docs', ready: /Docs|Documentation/ },
  { name: 'search', path: '/search', ready: /Search/ },
  { name: 'notifications', path: '/notifications', ready: /Notifications/ },
  { name: 'settings', path: '/settings', ready: /Ada Okafor/ },
  { name: 'unknown-page', path: '/no-such-page', ready: /./ },
];

async function settle(page: Page, ready: RegExp) {
  await expect(page.getByRole('main').first()).toContainText(ready, {
    timeout: 30_000,
  });
  await page.waitForLoadState('networkidle').catch(() => undefined);
}

async function violations(page: Page) {
  const result = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return result.violations.flatMap(violation =>
    violation.nodes.map(
      node =>
        `${violation.id}: ${node.target.join(' ')} – ${
          node.failureSummary?.split('\n')[1]?.trim() ?? ''
        }`,
    ),
  );
}

test.beforeAll(async ({ browser }) => {
  const page = await pageAs(browser, 'ada');
  const made = await callPortal(
    page,
    'POST',
    '/claims/claims',
    JSON.stringify({
      cluster: 'sandbox',
      offering: 'databases.platform.cairn.dev',
      namespace: 'payments-dev',
      name: 'showcase',
      spec: { engine: 'postgres', size: 'small' },
    }),
  );
  expect([200, 201], made.text).toContain(made.status);
  await page.goto(`${cairn().url}/databases/sandbox/payments-dev/showcase`);
  await expect(page.getByRole('heading', { name: 'Connect' })).toBeVisible({
    timeout: 30_000,
  });
  await page.context().close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`sign-in page, ${colorScheme}`, async ({ browser }) => {
    const found: string[] = [];
    for (const width of [1440, 768, 390]) {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 900 },
      });
      const page = await context.newPage();
      await page.goto(cairn().url);
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
      await page.screenshot({
        path: path.join(screenshots, `sign-in-${colorScheme}-${width}.png`),
      });
      found.push(...(await violations(page)).map(text => `${width}: ${text}`));
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(
        page.getByRole('button', { name: /Ada Okafor/ }),
      ).toBeVisible();
      await page.screenshot({
        path: path.join(screenshots, `people-${colorScheme}-${width}.png`),
      });
      found.push(...(await violations(page)).map(text => `${width}: ${text}`));
      await context.close();
    }
    expect(found).toEqual([]);
  });

  for (const { name, path: pagePath, ready } of pages) {
    test(`${name}, ${colorScheme}: no WCAG 2.2 A/AA violation`, async ({
      browser,
    }) => {
      const page = await pageAs(browser, 'ada', {
        colorScheme,
        viewport: { width: 1440, height: 900 },
      });
      await page.goto(`${cairn().url}${pagePath}`);
      await settle(page, ready);
      const found: string[] = [];
      for (const width of [1440, 768, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(200);
        await page.screenshot({
          path: path.join(screenshots, `${name}-${colorScheme}-${width}.png`),
          fullPage: true,
        });
        if (width !== 768) {
          found.push(
            ...(await violations(page)).map(text => `${width}: ${text}`),
          );
        }
      }
      expect(found).toEqual([]);
      await page.context().close();
    });
  }
}

import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base } from '@playwright/test';
import type { Page } from '@playwright/test';
import path from 'node:path';
import { callPortal } from './support/api';
import { cairn } from './support/cairn';
import { pageAs } from './support/people';
import { rest, settle } from './support/settle';

type ColorScheme = 'light' | 'dark';

/** One signed-in page per theme for all tests of a worker: signing in anew took most of their time. */
const test = base.extend<
  object,
  { pageIn: (colorScheme: ColorScheme) => Promise<Page> }
>({
  pageIn: [
    async ({ browser }, use) => {
      const pages = new Map<ColorScheme, Promise<Page>>();
      await use(colorScheme => {
        const page =
          pages.get(colorScheme) ?? pageAs(browser, 'ada', { colorScheme });
        pages.set(colorScheme, page);
        return page;
      });
      for (const page of pages.values()) await (await page).context().close();
    },
    { scope: 'worker' },
  ],
});

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
  {
    name: 'delivery',
    path: '/delivery?teams=all',
    ready: /\d Applications?|No Application to show/,
  },
  {
    name: 'component-delivery',
    path: '/catalog/default/component/payment-service/delivery',
    ready: /Last compared|No Application to show/,
  },
  {
    name: 'performance',
    path: '/performance?scope=organisation',
    ready: /Deployment frequency/,
  },
  {
    name: 'performance-metric',
    path: '/performance/metrics/deploymentFrequency?scope=group:default/payments',
    ready: /The deployments counted/,
  },
  {
    name: 'performance-sources',
    path: '/performance/sources',
    ready: /Where the numbers come from/,
  },
  {
    name: 'component-performance',
    path: '/catalog/default/component/payment-service/performance',
    ready: /Deployment frequency/,
  },
  { name: 'apis', path: '/api-docs', ready: /Payment API/ },
  {
    name: 'api-definition',
    path: '/catalog/default/api/payment-api/definition',
    ready: /Operations/,
  },
  { name: 'create', path: '/create', ready: /Node\.js service/ },
  {
    name: 'golden-path-form',
    path: '/create/templates/default/nodejs-service',
    ready: /What will happen/,
  },
  { name: 'runs', path: '/create/tasks', ready: /\d runs?|No runs yet/ },
  { name: 'score', path: '/score', ready: /Nothing is sent to a cluster/ },
  { name: 'golden-paths', path: '/golden-paths', ready: /Node\.js service/ },
  { name: 'register', path: '/register', ready: /Check a file first/ },
  { name: 'docs', path: '/docs', ready: /Docs|Documentation/ },
  {
    name: 'document',
    path: '/docs/default/component/cairn-portal/sandbox',
    ready: /Lifecycle/,
  },
  { name: 'search', path: '/search', ready: /Search/ },
  { name: 'notifications', path: '/notifications', ready: /Notifications/ },
  { name: 'settings', path: '/settings', ready: /Ada Okafor/ },
  { name: 'unknown-page', path: '/no-such-page', ready: /./ },
];

/** The middle one lies between two layouts that both are examined. */
const widths = [
  { width: 1440, examined: true },
  { width: 768, examined: false },
  { width: 390, examined: true },
];

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
  const page = await pageAs(browser, 'ada', {
    path: '/databases/sandbox/payments-dev/showcase',
  });
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
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    const look = async (name: string) => {
      for (const { width } of widths) {
        await page.setViewportSize({ width, height: 900 });
        await rest(page);
        await page.screenshot({
          path: path.join(screenshots, `${name}-${colorScheme}-${width}.png`),
        });
        found.push(
          ...(await violations(page)).map(text => `${name} ${width}: ${text}`),
        );
      }
    };
    await page.goto(cairn().url);
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await look('sign-in');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(
      page.getByRole('button', { name: /Ada Okafor/ }),
    ).toBeVisible();
    await look('people');
    await context.close();
    expect(found).toEqual([]);
  });

  for (const { name, path: pagePath, ready } of pages) {
    test(`${name}, ${colorScheme}: no WCAG 2.2 A/AA violation`, async ({
      pageIn,
    }) => {
      const page = await pageIn(colorScheme);
      await page.setViewportSize({ width: widths[0].width, height: 900 });
      await page.goto(`${cairn().url}${pagePath}`);
      await settle(page, ready);
      const found: string[] = [];
      for (const { width, examined } of widths) {
        await page.setViewportSize({ width, height: 900 });
        await rest(page);
        await page.screenshot({
          path: path.join(screenshots, `${name}-${colorScheme}-${width}.png`),
          fullPage: true,
        });
        if (examined) {
          found.push(
            ...(await violations(page)).map(text => `${width}: ${text}`),
          );
        }
      }
      expect(found).toEqual([]);
    });
  }
}

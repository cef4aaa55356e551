import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { Client } from 'pg';
import { cairn } from './support/cairn';
import { asPerson, readSecret } from './support/cluster';
import { pageAs } from './support/people';

/** Presses Tab until the wanted control has the focus; fails when it is never reached. */
async function tabTo(
  page: Page,
  role: 'button' | 'link' | 'textbox' | 'radio',
  name: string | RegExp,
) {
  const target = page.getByRole(role, { name }).first();
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.evaluate(element => element === document.activeElement)) {
      return target;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`${role} ${name} cannot be reached by keyboard`);
}

/** Walks an open list with the arrow keys until the wanted option has the focus, and takes it. */
async function chooseOption(page: Page, name: RegExp) {
  const option = page.getByRole('option', { name });
  await expect(option).toBeVisible();
  for (let presses = 0; presses < 20; presses += 1) {
    if (await option.evaluate(element => element === document.activeElement)) {
      await page.keyboard.press('Enter');
      return;
    }
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`option ${name} cannot be reached by keyboard`);
}

const name = 'visitor-book';
const namespace = 'payments-dev';
const claimPath = `/apis/platform.cairn.dev/v1alpha1/namespaces/${namespace}/databases/${name}`;
let credentials: Record<string, string>;

test.describe.configure({ mode: 'serial' });

test('a developer requests a database by keyboard alone and watches it become ready', async ({
  browser,
}) => {
  const page = await pageAs(browser, 'ada');
  await tabTo(page, 'link', 'Databases');
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('heading', { name: 'Databases', level: 1 }),
  ).toBeVisible();
  await tabTo(page, 'link', 'Request a database');
  await page.keyboard.press('Enter');
  await tabTo(page, 'textbox', 'Name');
  await page.keyboard.type(name);
  await tabTo(page, 'button', /Namespace/);
  await page.keyboard.press('Enter');
  await chooseOption(page, /payments-dev/);
  await expect(page.getByText('is free')).toBeVisible();
  await tabTo(page, 'button', 'Request database');
  const pressed = Date.now();
  await page.keyboard.press('Enter');

  await expect(page).toHaveURL(
    new RegExp(`/databases/sandbox/${namespace}/${name}$`),
  );
  // No reload: the page that follows the request is the one that says it is ready.
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await expect(page.getByRole('heading', { name: 'Connect' })).toBeVisible({
    timeout: 30_000,
  });
  test.info().annotations.push({
    type: 'from button to ready',
    description: `${Date.now() - pressed} ms`,
  });
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
  await page.context().close();
});

test('the credentials of the named Secret open a connection in which a table is created', async () => {
  // The name the page shows when the request leaves it to the platform.
  credentials = await readSecret('ada', namespace, `${name}-connection`);
  const client = new Client({
    host: credentials.endpoint,
    port: Number(credentials.port),
    user: credentials.username,
    password: credentials.password,
    database: credentials.database,
  });
  await client.connect();
  await client.query(
    'create table visits (id serial primary key, at timestamptz default now())',
  );
  await client.query('insert into visits default values');
  const { rows } = await client.query('select count(*)::int as n from visits');
  expect(rows).toEqual([{ n: 1 }]);
  // A tenant's login opens its own database and no other, least of all the portal's.
  await client.end();
  for (const database of ['cairn', 'cairn_sandbox']) {
    const stranger = new Client({
      host: credentials.endpoint,
      port: Number(credentials.port),
      user: credentials.username,
      password: credentials.password,
      database,
    });
    await expect(stranger.connect()).rejects.toThrow(/permission denied/);
  }
});

test('the list shows it to the team, with its state', async ({ browser }) => {
  const page = await pageAs(browser, 'carla');
  await page.goto(`${cairn().url}/databases`);
  const row = page.getByRole('row', { name: new RegExp(name) });
  await expect(row).toContainText('Ready');
  await row.click();
  await expect(page.getByRole('heading', { name: 'Connect' })).toBeVisible();
  await page.context().close();
});

test('deleting the claim drops database and role', async ({ browser }) => {
  const page = await pageAs(browser, 'ada');
  await page.goto(`${cairn().url}/databases/sandbox/${namespace}/${name}`);
  await page.getByRole('button', { name: /^Delete/ }).click();
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: 'Delete database' });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox').fill(name);
  await confirm.click();
  await expect
    .poll(async () => (await asPerson('ada', 'GET', claimPath)).status, {
      timeout: 30_000,
    })
    .toBe(404);
  const attempt = async () => {
    const client = new Client({
      host: credentials.endpoint,
      port: Number(credentials.port),
      user: credentials.username,
      password: credentials.password,
      database: credentials.database,
    });
    try {
      await client.connect();
      await client.end();
      return 'connected';
    } catch (error) {
      // PostgreSQL says the same for a missing role and a wrong password, on purpose.
      return (error as { code?: string }).code;
    }
  };
  await expect.poll(attempt, { timeout: 30_000 }).toBe('28P01');
  await page.goto(`${cairn().url}/databases`);
  await expect(page.getByRole('row', { name: new RegExp(name) })).toHaveCount(
    0,
  );
  await page.context().close();
});

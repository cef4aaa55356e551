import { expect, test } from '@playwright/test';
import { pageAs } from '../../packages/app/e2e-tests/support/people';

test('a developer signs in, finds a component and sees who owns it', async ({
  browser,
}) => {
  const page = await pageAs(browser, 'ben', { path: '/catalog' });
  await page.getByRole('button', { name: /^My teams/ }).click();
  await page.getByRole('searchbox', { name: 'Search components' }).fill('paym');
  await page.getByRole('row', { name: /^Payment service/ }).click();
  await expect(
    page.getByRole('heading', { name: 'Payment service', level: 1 }),
  ).toBeVisible();
  const owner = page.getByRole('link', { name: 'Payments' }).first();
  await owner.click();
  await expect(page).toHaveURL(/\/catalog\/default\/group\/payments/);
  await expect(page.getByText('Carla Mendes').first()).toBeVisible();
  await page.context().close();
});

import { expect, test } from '@playwright/test';
import { pageAs } from '../../packages/app/e2e-tests/support/people';
import { setLine } from './support/setLine';
import { sources, states } from './support/sources';
import { target } from './support/target';

const { kubernetes, apiServerLine, run } = target();
const claims =
  '/apis/platform.cairn.dev/v1alpha1/namespaces/payments-dev/databases';
const before = `before-${run}`;
const after = `after-${run}`;
/** How long the server is away, at least. */
const outage = 30_000;

async function request(name: string): Promise<void> {
  await kubernetes.apply(claims, {
    apiVersion: 'platform.cairn.dev/v1alpha1',
    kind: 'Database',
    metadata: { name, namespace: 'payments-dev' },
    spec: { engine: 'postgres', size: 'small' },
  });
}

test.afterAll(async () => {
  await setLine(apiServerLine, 'mend');
  for (const name of [before, after]) {
    await kubernetes.remove(`${claims}/${name}`);
  }
});

test('while the API server is away nothing old is shown as fresh, and afterwards the watches catch up', async ({
  browser,
}) => {
  await request(before);
  const page = await pageAs(browser, 'ada', { path: '/databases' });
  const row = (name: string) =>
    page.getByRole('row', { name: new RegExp(name) });
  await expect(row(before)).toBeVisible();
  await expect.poll(() => states(page)).toEqual(['synced']);

  const cutAt = Date.now();
  await setLine(apiServerLine, 'cut');
  await expect.poll(() => states(page)).not.toContain('synced');
  // What happens now, the portal cannot know.
  await kubernetes.remove(`${claims}/${before}`);
  await request(after);

  await expect.poll(() => states(page)).toEqual(['stale']);
  const noticed = Date.now();
  for (const { staleSince, error } of await sources(page)) {
    expect(Date.parse(staleSince ?? '')).toBeLessThanOrEqual(noticed);
    expect(error).toContain('cannot be reached');
  }
  const note = page.getByText(/may be out of date: last heard from it/);
  await expect(note.first()).toBeVisible();
  // The rest of the outage, looked at all the time: not once may it be called fresh.
  while (Date.now() - cutAt < outage) {
    expect(await states(page)).toEqual(['stale']);
    await expect(note.first()).toBeVisible();
  }

  await setLine(apiServerLine, 'mend');
  await expect(row(after)).toBeVisible();
  await expect(row(before)).toHaveCount(0);
  await expect.poll(() => states(page)).toEqual(['synced']);
  await expect(note).toHaveCount(0);
  await page.context().close();
});

import { expect, test } from '@playwright/test';
import { pageAs } from '../../packages/app/e2e-tests/support/people';
import { setPart, whyNotToStop } from './support/setPart';
import { states } from './support/sources';
import { target } from './support/target';

const { kubernetes, platformDir, run } = target();
const claims =
  '/apis/platform.cairn.dev/v1alpha1/namespaces/payments-dev/databases';
const name = `restarted-${run}`;
const reason = platformDir
  ? whyNotToStop(platformDir)
  : 'the sandbox signs people in by the same process; 05 cuts the way to its API server instead';
const part = 'api-server';
/** How long the server is stopped, at least. */
const outage = 60_000;

test.afterEach(async () => {
  if (reason || !platformDir) return;
  await setPart(platformDir, part, 'start');
  await kubernetes.remove(`${claims}/${name}`);
});

test('an API server that was stopped for a while is caught up with', async ({
  browser,
}) => {
  test.skip(Boolean(reason), reason);
  if (!platformDir) return;
  const page = await pageAs(browser, 'ada', { path: '/databases' });
  await expect.poll(() => states(page)).toEqual(['synced']);

  await setPart(platformDir, part, 'stop');
  const stopped = Date.now();
  await expect.poll(() => states(page)).toEqual(['stale']);
  const note = page.getByText(/may be out of date: last heard from it/);
  await expect(note.first()).toBeVisible();
  while (Date.now() - stopped < outage) {
    expect(await states(page)).toEqual(['stale']);
    await page.waitForTimeout(1000);
  }

  await setPart(platformDir, part, 'start');
  await expect
    .poll(
      async () =>
        await kubernetes
          .apply(claims, {
            apiVersion: 'platform.cairn.dev/v1alpha1',
            kind: 'Database',
            metadata: { name, namespace: 'payments-dev' },
            spec: { engine: 'postgres', size: 'small' },
          })
          .then(
            () => 'taken',
            error => String(error),
          ),
    )
    .toBe('taken');
  await expect(page.getByRole('row', { name: new RegExp(name) })).toBeVisible();
  await expect.poll(() => states(page)).toEqual(['synced']);
  await expect(note).toHaveCount(0);
  await page.context().close();
});

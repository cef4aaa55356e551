import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { callPortal } from '../../packages/app/e2e-tests/support/api';
import { pageAs } from '../../packages/app/e2e-tests/support/people';
import { setLine } from './support/setLine';
import { target } from './support/target';

const { kubernetes, apiServerLine, portalTokenFile } = target();
const accounts = '/api/v1/namespaces/cairn-system/serviceaccounts';
const account = `${accounts}/cairn-portal`;

async function giveNewToken(): Promise<void> {
  const { status } = await kubernetes.must<{ status: { token: string } }>(
    'POST',
    `${account}/token`,
    {
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: 7200 },
      },
    },
  );
  // Renamed, as whoever rotates tokens does it: the file is never half a token.
  writeFileSync(`${portalTokenFile}.new`, `${status.token}\n`, { mode: 0o600 });
  renameSync(`${portalTokenFile}.new`, portalTokenFile);
}

/** States of all sources, and what the portal says of them. */
async function sources(page: Page) {
  const { body } = await callPortal(page, 'GET', '/claims/claims');
  const all = (body.sources ?? []) as { state: string; error?: string }[];
  return {
    states: [...new Set(all.map(({ state }) => state))],
    errors: [...new Set(all.map(({ error }) => error ?? ''))].join(' '),
  };
}

test('a revoked token is said, and a new one is taken without a restart', async ({
  browser,
}) => {
  const page = await pageAs(browser, 'ada', { path: '/databases' });
  await expect
    .poll(async () => (await sources(page)).states)
    .toEqual(['synced']);
  const revoked = readFileSync(portalTokenFile, 'utf8');
  try {
    // An account that is made anew is another one: tokens of the old are worth nothing any more.
    await kubernetes.must('DELETE', account);
    await kubernetes.apply(accounts, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'cairn-portal', namespace: 'cairn-system' },
    });
    // A server lets an open watch be, whoever has opened it; a new one shows its token.
    await setLine(apiServerLine, 'cut');
    await setLine(apiServerLine, 'mend');

    await expect
      .poll(async () => (await sources(page)).errors)
      .toContain("does not accept the portal's own sign-in");
    // On a cluster of one's own Cairn asks for a new token itself every few minutes, maybe just now.
    const isRenewed = () => readFileSync(portalTokenFile, 'utf8') !== revoked;
    const said = page.getByText(/does not accept the portal's own sign-in/);
    await expect
      .poll(
        async () =>
          isRenewed() ||
          ((await sources(page)).states.join() === 'stale' &&
            (await said.first().isVisible())),
      )
      .toBe(true);
  } finally {
    await giveNewToken();
  }
  await expect
    .poll(async () => (await sources(page)).states)
    .toEqual(['synced']);
  await expect(
    page.getByText(/does not accept the portal's own sign-in/),
  ).toHaveCount(0);
  await page.context().close();
});

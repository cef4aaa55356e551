import { expect, test } from '@playwright/test';
import { callPortal } from './support/api';
import { cairn, startCairn, stopCairn } from './support/cairn';
import { pageAs } from './support/people';

// The last of all files (see playwright.config.ts): it leaves a Cairn behind that lets everything pass, and starting the other
// one again would take as long as the test.
test('without the policy the cluster still refuses', async ({ browser }) => {
  test.skip(
    cairn().pid === undefined,
    'the Cairn under test was not started by the tests, so it cannot be restarted with another policy',
  );
  const before = cairn();
  await stopCairn(before);
  await startCairn({
    ...before,
    env: { CAIRN_PERMISSION_POLICY: 'allow-all' },
  });
  const ben = await pageAs(browser, 'ben');
  const answer = await callPortal(
    ben,
    'POST',
    '/claims/claims',
    JSON.stringify({
      cluster: 'sandbox',
      offering: 'databases.platform.cairn.dev',
      namespace: 'payments-dev',
      name: 'intruder',
      spec: { engine: 'postgres', size: 'small' },
    }),
  );
  expect(answer.status, answer.text).toBe(403);
  expect(answer.text).not.toContain('permission policy');
  await ben.context().close();
});

import { expect, test } from '@playwright/test';
import { callPortal } from './support/api';
import { cairn } from './support/cairn';
import { asPerson } from './support/cluster';
import { pageAs } from './support/people';

const offering = 'databases.platform.cairn.dev';
const request = (name: string, namespace: string) =>
  JSON.stringify({
    cluster: 'sandbox',
    offering,
    namespace,
    name,
    spec: { engine: 'postgres', size: 'small' },
  });
const claimUrl = (name: string) =>
  `/claims/claims/sandbox/${offering}/payments-dev/${name}`;

test.describe.configure({ mode: 'serial' });

test('another team sees neither the claim nor that it exists', async ({
  browser,
}) => {
  const ada = await pageAs(browser, 'ada');
  const made = await callPortal(
    ada,
    'POST',
    '/claims/claims',
    request('secret-plans', 'payments-dev'),
  );
  expect([200, 201], made.text).toContain(made.status);

  const ben = await pageAs(browser, 'ben');
  await ben.goto(`${cairn().url}/databases`);
  await expect(
    ben.getByRole('heading', { name: 'Databases', level: 1 }),
  ).toBeVisible();
  await expect(ben.getByText('secret-plans')).toHaveCount(0);

  const shown: string[] = [];
  for (const name of ['secret-plans', 'never-existed']) {
    await ben.goto(`${cairn().url}/databases/sandbox/payments-dev/${name}`);
    const main = ben.getByRole('main');
    await expect(main).toContainText('owning team');
    shown.push((await main.innerText()).replaceAll(name, 'NAME'));
  }
  expect(shown[0]).toBe(shown[1]);

  const answers = await Promise.all(
    ['secret-plans', 'never-existed'].map(name =>
      callPortal(ben, 'GET', claimUrl(name)),
    ),
  );
  expect(answers.map(answer => answer.status)).toEqual([404, 404]);
  const messages = answers.map((answer, index) =>
    JSON.stringify(answer.body.error).replaceAll(
      ['secret-plans', 'never-existed'][index],
      'NAME',
    ),
  );
  expect(messages[0]).toBe(messages[1]);
  const removed = await callPortal(
    ben,
    'DELETE',
    `${claimUrl('secret-plans')}?uid=${String(made.body.uid)}`,
  );
  expect(removed.status).toBe(404);
  await ben.context().close();
  await ada.context().close();
});

test('a request into a foreign namespace is refused by the permission policy', async ({
  browser,
}) => {
  const ben = await pageAs(browser, 'ben');
  for (const namespace of ['payments-dev', 'no-such-namespace']) {
    const answer = await callPortal(
      ben,
      'POST',
      '/claims/claims',
      request('intruder', namespace),
    );
    expect(answer.status, answer.text).toBe(403);
  }
  expect(
    (
      await asPerson(
        'ada',
        'GET',
        '/apis/platform.cairn.dev/v1alpha1/namespaces/payments-dev/databases/intruder',
      )
    ).status,
  ).toBe(404);
  await ben.context().close();
});

test('an auditor reads everything and changes nothing', async ({ browser }) => {
  const erin = await pageAs(browser, 'erin');
  expect((await callPortal(erin, 'GET', claimUrl('secret-plans'))).status).toBe(
    200,
  );
  expect(
    (
      await callPortal(
        erin,
        'POST',
        '/claims/claims',
        request('audited', 'payments-dev'),
      )
    ).status,
  ).toBe(403);
  await erin.context().close();
});

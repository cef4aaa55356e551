import { expect, test } from '@playwright/test';
import { callPortal } from './support/api';
import { cairn } from './support/cairn';
import { asPerson } from './support/cluster';
import { pageAs } from './support/people';

const base = {
  cluster: 'sandbox',
  offering: 'databases.platform.cairn.dev',
  namespace: 'payments-dev',
  name: 'fine-name',
  spec: { engine: 'postgres', size: 'small' } as Record<string, unknown>,
};

const cases: Array<{
  title: string;
  body: string;
  status: number;
  says: RegExp;
}> = [
  {
    title: 'a name with capitals',
    body: JSON.stringify({ ...base, name: 'Orders' }),
    status: 400,
    says: /name/,
  },
  {
    title: 'a name that leaves its path',
    body: JSON.stringify({ ...base, name: '../secrets' }),
    status: 400,
    says: /name/,
  },
  {
    title: 'a name far too long',
    body: JSON.stringify({ ...base, name: 'a'.repeat(300) }),
    status: 400,
    says: /name/,
  },
  {
    title: 'a size that is not offered',
    body: JSON.stringify({ ...base, spec: { ...base.spec, size: 'huge' } }),
    status: 400,
    says: /spec\.size/,
  },
  {
    title: 'storage as text',
    body: JSON.stringify({
      ...base,
      spec: { ...base.spec, storageGB: 'lots' },
    }),
    status: 400,
    says: /spec\.storageGB/,
  },
  {
    title: 'retention without backups',
    body: JSON.stringify({
      ...base,
      spec: { ...base.spec, backup: { enabled: false, retentionDays: 30 } },
    }),
    status: 400,
    says: /retentionDays/,
  },
  {
    title: 'a field that does not exist',
    body: JSON.stringify({ ...base, spec: { ...base.spec, colour: 'red' } }),
    status: 400,
    says: /colour/,
  },
  {
    title: 'broken JSON',
    body: '{"cluster": "sandbox", ',
    status: 400,
    says: /JSON/i,
  },
  {
    title: 'a huge body',
    body: JSON.stringify({ ...base, spec: { padding: 'x'.repeat(2_000_000) } }),
    status: 413,
    says: /large|big|bytes|KiB/i,
  },
  {
    title: 'an unknown namespace',
    body: JSON.stringify({ ...base, namespace: 'no-such-namespace' }),
    status: 403,
    says: /namespace/,
  },
  {
    title: 'a prototype in disguise',
    body: `{"cluster":"sandbox","offering":"${base.offering}","namespace":"payments-dev","name":"proto","spec":{"__proto__":{"size":"small"},"engine":"postgres","constructor":{"prototype":{"x":1}}}}`,
    status: 400,
    says: /__proto__|constructor|prototype|unknown/,
  },
];

test('each mistake is named at its field, and nothing half-made stays', async ({
  browser,
}) => {
  const page = await pageAs(browser, 'ada');
  for (const { title, body, status, says } of cases) {
    const answer = await callPortal(page, 'POST', '/claims/claims', body);
    expect(answer.status, `${title}: ${answer.text.slice(0, 400)}`).toBe(
      status,
    );
    expect(JSON.stringify(answer.body.error), title).toMatch(says);
  }
  const left = await asPerson(
    'ada',
    'GET',
    '/apis/platform.cairn.dev/v1alpha1/namespaces/payments-dev/databases',
  );
  const names = (left.body.items as Array<{ metadata: { name: string } }>).map(
    item => item.metadata.name,
  );
  expect(names).not.toContain(base.name);
  expect(names).not.toContain('proto');
  await page.context().close();
});

test('the form says what is wrong where it is wrong, and loses nothing', async ({
  browser,
}) => {
  const page = await pageAs(browser, 'ada');
  await page.goto(`${cairn().url}/databases/request`);
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await name.fill('Not A Name');
  await page.getByRole('button', { name: 'Request database' }).click();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText(/lower.?case/i).first()).toBeVisible();
  await expect(name).toHaveValue('Not A Name');
  await expect(page).toHaveURL(/\/databases\/request/);
  await page.context().close();
});

import { expect, test } from '@playwright/test';
import { callPortal } from './support/api';
import { cairn } from './support/cairn';
import { asAdministrator } from './support/cluster';
import { pageAs } from './support/people';

const name = 'browser-test';
const collection = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';
const patience = { timeout: 20_000 };

/** Refused by its project, so that Argo CD says the same of it at any time. */
const application = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: {
    name,
    namespace: 'argocd',
    labels: { 'backstage.io/kubernetes-id': 'payment-service' },
  },
  spec: {
    project: 'payments',
    source: {
      repoURL: 'https://git.example.org/elsewhere/shop.git',
      path: 'deploy',
      targetRevision: 'main',
    },
    destination: {
      server: 'https://kubernetes.default.svc',
      namespace: 'payments-dev',
    },
  },
};

test.afterAll(async () => {
  await asAdministrator('DELETE', `${collection}/${name}`);
});

test.slow();

test('a team sees what runs and why it does not, others do not learn of it', async ({
  browser,
}) => {
  const made = await asAdministrator('POST', collection, application);
  expect([201, 409]).toContain(made.status);

  const ada = await pageAs(browser, 'ada', {
    path: `/delivery?q=${name}&health=Unknown`,
  });
  const row = ada.getByRole('row', { name: new RegExp(name) });
  await expect(row).toContainText('Failed', patience);
  await expect(ada.getByRole('searchbox')).toHaveValue(name);

  // By keyboard: into the table, and to the Application.
  await row.focus();
  await ada.keyboard.press('Enter');
  await expect(ada.getByRole('heading', { name, level: 1 })).toBeVisible(
    patience,
  );
  await expect(ada.getByRole('main')).toContainText(
    /Argo CD refuses this Application: .*not permitted in project/,
  );

  // The same on the page of the component, short and in full.
  const component = `${cairn().url}/catalog/default/component/payment-service`;
  await ada.goto(component);
  const card = ada.getByRole('region', { name: 'Delivery', exact: true });
  await expect(card).toContainText('refuses this Application', patience);
  await ada
    .getByRole('navigation', { name: 'Payment service' })
    .getByRole('link', { name: 'Delivery' })
    .click();
  await expect(ada).toHaveURL(/payment-service\/delivery$/);
  await expect(ada.getByRole('link', { name, exact: true })).toBeVisible(
    patience,
  );

  const ben = await pageAs(browser, 'ben', { path: '/delivery?teams=all' });
  await expect(
    ben.getByRole('heading', { name: 'Delivery', level: 1 }),
  ).toBeVisible();
  const answers = await Promise.all(
    [name, 'never-existed'].map(asked =>
      callPortal(ben, 'GET', `/delivery/applications/sandbox/argocd/${asked}`),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  expect(answers[0].text.replaceAll(name, 'never-existed')).toBe(
    answers[1].text,
  );
  await ben.context().close();
  await ada.context().close();
});

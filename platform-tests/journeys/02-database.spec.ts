import { expect, test } from '@playwright/test';
import { pageAs } from '../../packages/app/e2e-tests/support/people';
import type { KubernetesObject } from './support/KubernetesApi';
import { target } from './support/target';

const { kubernetes, cluster, run } = target();
const namespace = 'payments-dev';
const name = `journey-${run}`;
const claims = `/apis/platform.cairn.dev/v1alpha1/namespaces/${namespace}/databases`;
const policies = '/apis/admissionregistration.k8s.io/v1';
const witness = `cairn-journey-${run}`;
const ada = {
  user: 'cairn:ada',
  groups: ['cairn:payments', 'system:authenticated'],
};

/** A request for a database, as the form makes it, but only tried. */
async function tryRequest(as: typeof ada | undefined) {
  return await kubernetes.call<{ message?: string }>(
    'POST',
    `${claims}?dryRun=All`,
    {
      as,
      body: {
        apiVersion: 'platform.cairn.dev/v1alpha1',
        kind: 'Database',
        metadata: { name, namespace },
        spec: { engine: 'postgres', size: 'small' },
      },
    },
  );
}

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  // The server's own witness of who asks: whoever is not Ada is refused, the portal's account included.
  await kubernetes.apply(`${policies}/validatingadmissionpolicies`, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: witness },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ['platform.cairn.dev'],
            apiVersions: ['*'],
            operations: ['CREATE'],
            resources: ['databases'],
          },
        ],
      },
      matchConditions: [
        {
          name: 'of-this-journey',
          expression: `object.metadata.name == '${name}'`,
        },
      ],
      validations: [
        {
          expression:
            "request.userInfo.username == 'cairn:ada' && 'cairn:payments' in request.userInfo.groups",
          messageExpression: "'asked by ' + request.userInfo.username",
        },
      ],
    },
  });
  await kubernetes.apply(`${policies}/validatingadmissionpolicybindings`, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: witness },
    spec: { policyName: witness, validationActions: ['Deny'] },
  });
});

test.afterAll(async () => {
  await kubernetes.remove(
    `${policies}/validatingadmissionpolicybindings/${witness}`,
  );
  await kubernetes.remove(`${policies}/validatingadmissionpolicies/${witness}`);
  await kubernetes.remove(`${claims}/${name}`);
});

test('the server knows who asks', async () => {
  await expect
    .poll(async () => (await tryRequest(undefined)).body.message ?? 'allowed')
    .toContain('asked by');
  expect((await tryRequest(ada)).status).toBe(201);
});

test('a developer requests a database, and the server takes it from her', async ({
  browser,
}) => {
  const page = await pageAs(browser, 'ada', { path: '/databases/request' });
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: /Namespace/ }).click();
  await page.getByRole('option', { name: new RegExp(namespace) }).click();
  await expect(page.getByText('is free')).toBeVisible();
  await page.getByRole('button', { name: 'Request database' }).click();
  await expect(page).toHaveURL(
    new RegExp(`/databases/${cluster}/${namespace}/${name}$`),
  );
  const claim = await kubernetes.must('GET', `${claims}/${name}`);
  expect(claim.metadata.managedFields).toContainEqual(
    expect.objectContaining({ manager: 'cairn', operation: 'Apply' }),
  );

  // No reload: the page that follows the request is the one that says it is ready.
  await expect(page.getByRole('heading', { name: 'Connect' })).toBeVisible();
  await page.context().close();
});

test('the composite resource is what the portal says it is', async () => {
  const ready = async () => {
    const { status } = await kubernetes.must('GET', `${claims}/${name}`);
    const conditions = (status?.conditions ?? []) as {
      type: string;
      status: string;
    }[];
    return conditions.find(({ type }) => type === 'Ready')?.status;
  };
  await expect.poll(ready).toBe('True');
  const { uid } = (await kubernetes.must('GET', `${claims}/${name}`)).metadata;
  const { items } = await kubernetes.must<{ items: KubernetesObject[] }>(
    'GET',
    `/apis/postgresql.sql.m.crossplane.io/v1alpha1/namespaces/${namespace}/databases`,
  );
  const composed = items.filter(({ metadata }) =>
    metadata.ownerReferences?.some(owner => owner.uid === uid),
  );
  expect(composed).toHaveLength(1);
});

test('deleted in the portal, it goes', async ({ browser }) => {
  const page = await pageAs(browser, 'ada', {
    path: `/databases/${cluster}/${namespace}/${name}`,
  });
  await page.getByRole('button', { name: /^Delete/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: 'Delete database' }).click();
  await expect
    .poll(
      async () => (await kubernetes.call('GET', `${claims}/${name}`)).status,
    )
    .toBe(404);
  await page.context().close();
});

import { expect, test } from '@playwright/test';
import { pageAs } from '../../packages/app/e2e-tests/support/people';
import { greetingManifest } from './support/greetingManifest';
import { target } from './support/target';

const platform = target();
const { kubernetes, argocd, namespace, project } = platform;
const applications =
  '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';

for (const [index, git] of platform.gitHosts.entries()) {
  test.describe(git.title, () => {
    test.describe.configure({ mode: 'serial' });
    const repo = `journey-${platform.run}-${index}`;
    const repository = { owner: 'payments', repo };
    const name = repo;
    const configMap = `/api/v1/namespaces/${namespace}/configmaps/${repo}`;
    const deployment = `/apis/apps/v1/namespaces/${namespace}/deployments/${repo}`;
    const greeting = async () =>
      (await kubernetes.find(configMap))?.data?.greeting;
    const syncPolicy = async (policy: object | null) =>
      await kubernetes.patch(`${applications}/${name}`, {
        spec: { syncPolicy: policy },
      });

    test('a golden path makes the repository', async ({ browser }) => {
      await git.ensureOrganisation('payments');
      const page = await pageAs(browser, 'ada', {
        path: '/create/templates/default/journey-service',
      });
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill(repo);
      await page.getByRole('textbox', { name: 'Namespace' }).fill(namespace);
      await page.getByRole('textbox', { name: 'Git host' }).fill(git.host);
      await page.getByRole('button', { name: 'Create service' }).click();
      await expect(
        page.getByRole('link', { name: 'Repository' }).first(),
      ).toBeVisible();
      await page.context().close();

      const files = await git.must<{ name: string }[]>(
        'GET',
        `/repos/payments/${repo}/contents/deploy`,
      );
      expect(files.map(file => file.name).sort()).toEqual([
        'configmap.yaml',
        'deployment.yaml',
      ]);
    });

    test('a pull request is opened and merged', async () => {
      const change = await git.push(
        repository,
        {
          'deploy/configmap.yaml': greetingManifest(
            repo,
            namespace,
            'reviewed',
          ),
        },
        { message: 'Greet as reviewed', branch: 'greet' },
      );
      const pulls = `/repos/payments/${repo}/pulls`;
      const pull = await git.must<{ number: number; html_url: string }>(
        'POST',
        pulls,
        { title: 'Greet as reviewed', head: 'greet', base: 'main' },
      );
      // Gitea works out in the background whether it can be merged.
      await expect
        .poll(async () => {
          const { body } = await git.call<{ mergeable: boolean }>(
            'GET',
            `${pulls}/${pull.number}`,
          );
          return body.mergeable;
        })
        .toBe(true);
      await git.must('POST', `${pulls}/${pull.number}/merge`, { Do: 'merge' });
      const merged = await git.must<{
        merged: boolean;
        state: string;
        head: { sha: string };
      }>('GET', `${pulls}/${pull.number}`);
      expect(merged).toMatchObject({
        merged: true,
        state: 'closed',
        head: { sha: change },
      });
    });

    test('what is on the main branch becomes Synced and Healthy', async () => {
      await kubernetes.apply(applications, {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: {
          name,
          namespace: 'argocd',
          labels: { 'cairn.dev/owner': 'payments' },
        },
        spec: {
          project,
          source: {
            repoURL: git.cloneUrl(repository),
            targetRevision: 'main',
            path: 'deploy',
          },
          destination: { server: 'https://kubernetes.default.svc', namespace },
          syncPolicy: { automated: {} },
        },
      });
      await expect.poll(() => argocd.standing(name)).toMatch(/^Synced Healthy/);
      expect(await greeting()).toBe('reviewed');
    });

    test('a push goes to the cluster by itself', async () => {
      await git.addWebhook(repository, `${argocd.url}/api/webhook`);
      const commit = await git.push(
        repository,
        {
          'deploy/configmap.yaml': greetingManifest(repo, namespace, 'pushed'),
        },
        { message: 'Greet as pushed' },
      );
      await expect
        .poll(() => argocd.standing(name))
        .toBe(`Synced Healthy ${commit.slice(0, 8)}`);
      expect(await greeting()).toBe('pushed');
    });

    test('a change by hand is seen, and healed where that is wanted', async () => {
      await kubernetes.patch(deployment, { spec: { replicas: 3 } });
      await expect.poll(() => argocd.standing(name)).toMatch(/^OutOfSync/);
      const { status } = await argocd.application(name);
      expect(
        status?.resources?.find(({ kind }) => kind === 'Deployment')?.status,
      ).toBe('OutOfSync');

      await syncPolicy({ automated: { selfHeal: true } });
      await expect
        .poll(async () => (await kubernetes.find(deployment))?.spec?.replicas)
        .toBe(1);
      await expect.poll(() => argocd.standing(name)).toMatch(/^Synced Healthy/);
      const healed = await argocd.application(name);
      expect(
        healed.status?.operationState?.operation.initiatedBy?.automated,
      ).toBe(true);
    });

    test('a rollback brings the revision before, once nothing syncs by itself', async () => {
      const { status } = await argocd.application(name);
      const [first] = status?.history ?? [];
      const rollBack = () =>
        argocd.call<{ message?: string }>(
          'POST',
          `/applications/${name}/rollback`,
          { id: first?.id, name },
        );
      const refused = await rollBack();
      expect(refused.status).toBe(400);
      expect(refused.body.message).toContain('auto-sync');

      await syncPolicy(null);
      await expect.poll(async () => (await rollBack()).status).toBe(200);
      await expect.poll(greeting).toBe('reviewed');
      await expect
        .poll(async () => {
          const app = await argocd.application(name);
          return app.status?.operationState?.phase;
        })
        .toBe('Succeeded');
      // What runs is no longer what the main branch says, and that is told.
      await expect.poll(() => argocd.standing(name)).toMatch(/^OutOfSync/);
      const rolled = await argocd.application(name);
      expect(rolled.status?.history?.at(-1)?.revision).toBe(first?.revision);
    });
  });
}

import { expect, test } from '@playwright/test';
import { callPortal } from '../../packages/app/e2e-tests/support/api';
import { pageAs } from '../../packages/app/e2e-tests/support/people';
import { greetingManifest } from './support/greetingManifest';
import { setPart, whyNotToStop } from './support/setPart';
import { target } from './support/target';

const { kubernetes, argocd, gitHosts, cluster, platformDir, ...platform } =
  target();
const { namespace, project } = platform;
const name = `stale-${platform.run}`;
const applications =
  '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';
const reason = whyNotToStop(platformDir);
const part = 'argocd-repo-server';

test.afterEach(async () => {
  if (platformDir && !reason) await setPart(platformDir, part, 'start');
});

test('with the repo server stopped the portal says what is stale and since when', async ({
  browser,
}) => {
  test.skip(Boolean(reason), reason);
  const [git] = gitHosts;
  if (!git || !platformDir) throw new Error('there is no git host');
  const repository = { owner: 'payments', repo: name };
  await git.must('POST', '/orgs/payments/repos', { name, auto_init: true });
  const push = (greeting: string) =>
    git.push(
      repository,
      { 'deploy/configmap.yaml': greetingManifest(name, namespace, greeting) },
      { message: `Greet as ${greeting}` },
    );
  await push('before');
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

  const page = await pageAs(browser, 'ada');
  const stale = async () => {
    const { status, body, text } = await callPortal(
      page,
      'GET',
      `/delivery/applications/${cluster}/argocd/${name}`,
    );
    if (status !== 200) return { problem: `${status} ${text}` };
    return (body.stale ?? {}) as {
      cause?: string;
      since?: string;
      problem?: string;
    };
  };
  await expect.poll(stale).toEqual({});
  const refresh = () =>
    kubernetes.patch(`${applications}/${name}`, {
      metadata: { annotations: { 'argocd.argoproj.io/refresh': 'normal' } },
    });

  await setPart(platformDir, part, 'stop');
  const stopped = Date.now();
  const commit = await push('after');
  // Unasked, Argo CD says nothing for three minutes; so somebody asks.
  await refresh();
  await expect.poll(async () => (await stale()).cause).toBe('git');
  const { since } = await stale();
  expect(Date.parse(since ?? '')).toBeLessThan(stopped + 60_000);

  await setPart(platformDir, part, 'start');
  await expect
    .poll(async () => {
      await refresh();
      return await argocd.standing(name);
    })
    .toBe(`Synced Healthy ${commit.slice(0, 8)}`);
  await expect.poll(stale).toEqual({});
  await page.context().close();
});

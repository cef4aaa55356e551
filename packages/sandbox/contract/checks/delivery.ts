import { TestRepository } from '../../src/controllers/argocd/__testUtils__/TestRepository';
import type { Cluster } from '../support/Cluster';
import type { Answer, Body } from '../support/connection';
import { metadataOf } from '../support/shapes';
import { itWith } from '../support/target';
import { isTrue } from './composition';

const ARGO = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';

function deployment(name: string, replicas: number): Body {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'web', image: 'web:1' }] },
      },
    },
  };
}

/** Workloads that run, and Applications that follow a repository. */
export function delivery(cluster: Cluster): void {
  const withWorkloads = itWith('workloads');
  const withArgo = itWith('argocd');

  describe('workloads', () => {
    let pods: string;
    let deployments: string;

    withWorkloads('make a Deployment available by running pods', async () => {
      const namespace = await cluster.namespace('workloads');
      pods = `/api/v1/namespaces/${namespace}/pods`;
      deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
      await cluster.post(deployments, deployment('web', 2));
      const { body } = await cluster.until(`${deployments}/web`, answer =>
        isTrue(answer, 'Available'),
      );
      expect(body.status).toMatchObject({ replicas: 2 });
      const running = await cluster.until(
        `${pods}?labelSelector=app%3Dweb&fieldSelector=status.phase%3DRunning`,
        answer => (answer.body.items as Body[]).length === 2,
      );
      expect(running.status).toBe(200);
    });

    withWorkloads('replace a pod that is deleted', async () => {
      const list = await cluster.get(`${pods}?labelSelector=app%3Dweb`);
      const [first] = list.body.items as Body[];
      const { name } = metadataOf(first);
      await cluster.remove(`${pods}/${name}`);
      await cluster.gone(`${pods}/${name}`);
      const again = await cluster.until(
        `${pods}?labelSelector=app%3Dweb&fieldSelector=status.phase%3DRunning`,
        answer => (answer.body.items as Body[]).length === 2,
      );
      expect(again.text).not.toContain(`"${name}"`);
    });

    withWorkloads('end the pods of a Deployment with it', async () => {
      await cluster.remove(`${deployments}/web`);
      const left = await cluster.until(
        `${pods}?labelSelector=app%3Dweb`,
        answer => (answer.body.items as Body[]).length === 0,
      );
      expect(left.status).toBe(200);
    });
  });

  describe('Applications', () => {
    let repository: TestRepository;
    let application: string;
    let configMaps: string;
    const name = `contract-${cluster.suffix}`;

    const status = (answer: Answer) =>
      (answer.body.status ?? {}) as {
        sync?: { status: string; revision: string };
        health?: { status: string };
        history?: Body[];
      };
    const synced = (revision: string) =>
      cluster.until(
        application,
        answer =>
          status(answer).sync?.status === 'Synced' &&
          status(answer).sync?.revision === revision,
      );
    const map = (value: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  mode: ${value}\n`;

    afterAll(async () => {
      await repository?.remove();
    });

    withArgo('apply what is in the repository', async () => {
      const namespace = await cluster.namespace('delivery');
      configMaps = `/api/v1/namespaces/${namespace}/configmaps`;
      application = `${ARGO}/${name}`;
      repository = await TestRepository.create();
      const revision = await repository.commit({
        'deploy/settings.yaml': map('first'),
      });
      await cluster.make(ARGO, {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: {
          name,
          finalizers: ['resources-finalizer.argocd.argoproj.io'],
        },
        spec: {
          project: 'default',
          source: {
            repoURL: repository.url,
            targetRevision: 'main',
            path: 'deploy',
          },
          destination: {
            server: 'https://kubernetes.default.svc',
            namespace,
          },
          syncPolicy: { automated: { prune: true, selfHeal: true } },
        },
      });
      const answer = await synced(revision);
      expect(status(answer)).toMatchObject({
        health: { status: 'Healthy' },
        history: [expect.objectContaining({ revision })],
      });
      expect((await cluster.get(`${configMaps}/settings`)).body.data).toEqual({
        mode: 'first',
      });
    });

    withArgo('follow a commit', async () => {
      const revision = await repository.commit({
        'deploy/settings.yaml': map('second'),
      });
      await cluster.patch(application, 'merge', {
        metadata: { annotations: { 'argocd.argoproj.io/refresh': 'normal' } },
      });
      await synced(revision);
      expect((await cluster.get(`${configMaps}/settings`)).body.data).toEqual({
        mode: 'second',
      });
    });

    withArgo('heal a live edit', async () => {
      await cluster.patch(`${configMaps}/settings`, 'merge', {
        data: { mode: 'edited' },
      });
      const healed = await cluster.until(
        `${configMaps}/settings`,
        ({ body }) => (body.data as { mode: string }).mode === 'second',
      );
      expect(healed.status).toBe(200);
    });

    withArgo('take their resources with them when they go', async () => {
      await cluster.remove(application);
      await cluster.gone(application);
      await cluster.gone(`${configMaps}/settings`);
      expect((await cluster.get(application)).status).toBe(404);
    });
  });
}

import { expect, test } from '@playwright/test';
import type { KubernetesObject } from './support/KubernetesApi';
import { target } from './support/target';

const { kubernetes, namespace } = target();
const reports = `/apis/wgpolicyk8s.io/v1alpha2/namespaces/${namespace}/policyreports`;
const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
const name = 'without-limits';

/** What the policy says of the Deployment, once a report does. */
async function verdict(): Promise<string | undefined> {
  const { items } = await kubernetes.must<{ items: KubernetesObject[] }>(
    'GET',
    reports,
  );
  const ofDeployment = items.find(
    ({ scope }) => scope?.kind === 'Deployment' && scope.name === name,
  );
  const result = ofDeployment?.results?.find(
    ({ policy }) => policy === 'require-resources',
  );
  return result && `${result.result} ${result.source} ${result.message}`;
}

function deployment(resources: object) {
  const labels = { app: name, 'cairn.dev/owner': 'payments' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'app',
              image: 'registry.fernhill.example/hello:1.0.0',
              resources,
            },
          ],
        },
      },
    },
  };
}

test('a Deployment without limits is reported, and no longer once it has them', async () => {
  const asked = { cpu: '10m', memory: '16Mi' };
  await kubernetes.apply(deployments, deployment({ requests: asked }));
  await expect
    .poll(verdict)
    .toBe(
      'fail KyvernoValidatingPolicy Set CPU and memory requests and limits for app.',
    );
  await kubernetes.apply(
    deployments,
    deployment({ requests: asked, limits: asked }),
  );
  await expect.poll(verdict).toMatch(/^pass KyvernoValidatingPolicy/);
});

import { until } from './until';
import type { target } from './target';

const PROJECTS = '/apis/argoproj.io/v1alpha1/namespaces/argocd/appprojects';

/** Makes what the journeys need for themselves: a namespace of team payments and a project. */
export async function prepareTarget({
  kubernetes,
  namespace,
  project,
}: ReturnType<typeof target>): Promise<void> {
  await until('the API server takes the namespace of the journeys', async () =>
    kubernetes.apply('/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: namespace,
        labels: {
          'cairn.dev/owner': 'payments',
          'cairn.dev/environment': 'dev',
        },
      },
    }),
  );
  await until("Argo CD's kinds are known", async () =>
    kubernetes.apply(PROJECTS, {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: {
        name: project,
        namespace: 'argocd',
        labels: { 'cairn.dev/owner': 'payments' },
      },
      spec: {
        description: 'Of the journeys; goes with them.',
        sourceRepos: ['*'],
        destinations: [{ server: 'https://kubernetes.default.svc', namespace }],
      },
    }),
  );
}

/** Takes it away again, with whatever a failed journey has left behind. */
export async function cleanTarget({
  kubernetes,
  namespace,
  project,
}: ReturnType<typeof target>): Promise<void> {
  const applications =
    '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';
  const { items } = await kubernetes.must<{
    items: { metadata: { name: string }; spec: { project: string } }[];
  }>('GET', applications);
  for (const { metadata, spec } of items) {
    if (spec.project === project) {
      await kubernetes.remove(`${applications}/${metadata.name}`);
    }
  }
  await kubernetes.remove(`${PROJECTS}/${project}`);
  await kubernetes.remove(`/api/v1/namespaces/${namespace}`);
}

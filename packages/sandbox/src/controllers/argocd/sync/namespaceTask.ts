import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, KubernetesObject } from '../../runtime';
import type { ArgoParts } from '../ArgoParts';
import type { SyncRequest } from './SyncRequest';
import type { SyncTask } from './SyncTask';

/**
 * The task that makes the destination's namespace, with the option
 * `CreateNamespace=true` and when there is need. It gets no mark, so that nothing
 * ever prunes it.
 */
export async function namespaceTask(
  { client }: ArgoParts,
  { app, syncOptions, state }: SyncRequest,
  tasks: readonly SyncTask[],
): Promise<SyncTask | undefined> {
  const { namespace } = app.spec.destination;
  if (!namespace || !syncOptions.includes('CreateNamespace=true')) {
    return undefined;
  }
  const own = tasks.some(
    ({ target }) =>
      target?.kind === 'Namespace' && target.metadata.name === namespace,
  );
  if (own) return undefined;
  const managed = app.spec.syncPolicy?.managedNamespaceMetadata;
  const live = await client.find({
    apiVersion: 'v1',
    kind: 'Namespace',
    name: namespace,
  });
  const made = state.syncResult?.resources?.some(
    it => it.kind === 'Namespace' && it.name === namespace,
  );
  if (live && !made && (!managed || isAsManaged(live, managed))) {
    return undefined;
  }
  const target: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      ...(managed && {
        labels: managed.labels,
        annotations: {
          ...managed.annotations,
          'argocd.argoproj.io/sync-options': 'ServerSideApply=true',
        },
      }),
    },
  };
  return { phase: 'PreSync', hook: false, target, live, wave: 0 };
}

function isAsManaged(
  { metadata }: KubernetesObject,
  managed: { labels?: JsonObject; annotations?: JsonObject },
): boolean {
  const holds = (wanted: JsonObject = {}, there: JsonObject = {}) =>
    Object.entries(wanted).every(([key, value]) =>
      isDeepStrictEqual(there[key], value),
    );
  return (
    holds(managed.labels, metadata.labels) &&
    holds(managed.annotations, metadata.annotations)
  );
}

import type { KubernetesObject, Log, ObjectKey } from '../runtime';
import {
  connectionFromKubeconfig,
  InformerPool,
  isAlreadyExists,
  isNotFound,
  KubernetesApiError,
  KubernetesClient,
  startController,
} from '../runtime';

/** What {@link startServiceAccounts} needs. */
export type ServiceAccountsOptions = {
  /** Path of a kubeconfig, or its text. */
  kubeconfig: string;
  log: Log;
};

/** A running controller. */
export type ServiceAccounts = {
  /** Settles when all namespaces have been listed. */
  synced: Promise<void>;
  stop(): Promise<void>;
};

/** Name of the ConfigMap by which pods know the cluster's authority. */
export const ROOT_CA = 'kube-root-ca.crt';

/**
 * Gives every namespace its ServiceAccount `default` and the certificate of the
 * cluster's authority, as the controller manager does; both come back when they
 * are deleted or changed. An ordinary client of the API.
 */
export async function startServiceAccounts({
  kubeconfig,
  log,
}: ServiceAccountsOptions): Promise<ServiceAccounts> {
  const client = KubernetesClient.fromKubeconfig(
    kubeconfig,
    'kube-controller-manager',
  );
  const { ca } = connectionFromKubeconfig(kubeconfig);
  const pool = new InformerPool(client, log);
  const namespaces = pool.of('v1', 'Namespace');
  const accounts = pool.of('v1', 'ServiceAccount');
  const maps = pool.of('v1', 'ConfigMap');
  const ofNamespace =
    (name: string) =>
    ({ object }: { object: KubernetesObject }): ObjectKey[] =>
      object.metadata.name === name && object.metadata.namespace
        ? [{ name: object.metadata.namespace }]
        : [];

  const controller = startController({
    name: 'serviceaccounts',
    watches: [
      { informer: namespaces },
      { informer: accounts, map: ofNamespace('default') },
      { informer: maps, map: ofNamespace(ROOT_CA) },
    ],
    log,
    reconcile: async ({ name: namespace }) => {
      const found = namespaces.get({ name: namespace });
      if (!found || found.metadata.deletionTimestamp) return;
      if (!accounts.get({ namespace, name: 'default' })) {
        await create(client, {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { namespace, name: 'default' },
        });
      }
      if (ca)
        await publish(
          client,
          namespace,
          ca,
          maps.get({ namespace, name: ROOT_CA }),
        );
    },
  });
  return {
    synced: controller.synced,
    stop: async () => {
      await controller.stop();
      await pool.stop();
      client.close();
    },
  };
}

async function publish(
  client: KubernetesClient,
  namespace: string,
  ca: string,
  found: KubernetesObject | undefined,
): Promise<void> {
  const data = { 'ca.crt': ca };
  const metadata = {
    namespace,
    name: ROOT_CA,
    annotations: {
      'kubernetes.io/description':
        'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
    },
  };
  if (!found) {
    await create(client, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data,
    });
  } else if (JSON.stringify(found.data) !== JSON.stringify(data)) {
    await client.update({ ...found, data });
  }
}

/** Somebody else may have made it, or the namespace may be on its way out. */
async function create(
  client: KubernetesClient,
  object: KubernetesObject,
): Promise<void> {
  try {
    await client.create(object);
  } catch (error) {
    const isEnding = error instanceof KubernetesApiError && error.code === 403;
    if (!isAlreadyExists(error) && !isNotFound(error) && !isEnding) throw error;
  }
}

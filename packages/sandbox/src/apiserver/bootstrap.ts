import { defaultClusterRoleBindings, defaultClusterRoles } from './auth';
import { NamespaceController } from './lifecycle/NamespaceController';
import { storageOf } from './registry/storageOf';
import type { Services } from './Services';
import type { KubeObject } from './types';
import { createObject } from './verbs/createObject';

/** Who the server is when it writes on its own. */
export const SYSTEM_USER = {
  username: 'system:apiserver',
  groups: ['system:masters', 'system:authenticated'],
};

/** Makes what every cluster has and is missing: namespaces and the default roles. */
export async function bootstrap(services: Services): Promise<void> {
  const objects: KubeObject[] = [
    ...NamespaceController.systemNamespaces.map(
      (name): KubeObject => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      }),
    ),
    ...defaultClusterRoles(),
    ...defaultClusterRoleBindings(),
  ];
  await services.store.write(draft => {
    for (const object of objects) {
      const type = services.registry.findKind(object.apiVersion, object.kind);
      if (!type) throw new Error(`unknown kind ${object.kind}`);
      if (draft.get(storageOf(type), '', object.metadata.name ?? '')) continue;
      createObject(
        {
          services,
          draft,
          type,
          user: SYSTEM_USER,
          namespace: '',
          subresource: '',
          options: {
            dryRun: false,
            fieldManager: 'kube-apiserver',
            fieldValidation: 'Ignore',
          },
          warn: () => undefined,
        },
        object,
      );
    }
  });
}

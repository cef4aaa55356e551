import type { ObjectStore } from '../storage/ObjectStore';
import type { KubeObject, RbacReader } from '../types';
import { parseShared } from './parsedCache';

const GROUP = 'rbac.authorization.k8s.io';

/** Reads RBAC objects out of the store's memory. */
export class StoreRbacReader implements RbacReader {
  constructor(private readonly store: ObjectStore) {}

  clusterRoles(): KubeObject[] {
    return this.list('clusterroles');
  }

  clusterRole(name: string): KubeObject | undefined {
    return this.get('clusterroles', '', name);
  }

  clusterRoleBindings(): KubeObject[] {
    return this.list('clusterrolebindings');
  }

  role(namespace: string, name: string): KubeObject | undefined {
    return this.get('roles', namespace, name);
  }

  roleBindings(namespace: string): KubeObject[] {
    return this.list('rolebindings', namespace);
  }

  private get(
    plural: string,
    namespace: string,
    name: string,
  ): KubeObject | undefined {
    const stored = this.store.get(`${plural}.${GROUP}`, namespace, name);
    return stored && parseShared(stored);
  }

  private list(plural: string, namespace?: string): KubeObject[] {
    return [...this.store.list(`${plural}.${GROUP}`, namespace)].map(
      parseShared,
    );
  }
}

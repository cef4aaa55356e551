import type { KubeObject, RbacReader } from '../types';

/** RBAC objects from a list, for tests. */
export class MemoryRbac implements RbacReader {
  constructor(private readonly objects: KubeObject[]) {}

  clusterRoles(): KubeObject[] {
    return this.of('ClusterRole', undefined);
  }

  clusterRole(name: string): KubeObject | undefined {
    return this.clusterRoles().find(role => role.metadata.name === name);
  }

  clusterRoleBindings(): KubeObject[] {
    return this.of('ClusterRoleBinding', undefined);
  }

  role(namespace: string, name: string): KubeObject | undefined {
    return this.of('Role', namespace).find(role => role.metadata.name === name);
  }

  roleBindings(namespace: string): KubeObject[] {
    return this.of('RoleBinding', namespace);
  }

  private of(kind: string, namespace: string | undefined): KubeObject[] {
    return this.objects.filter(
      object => object.kind === kind && object.metadata.namespace === namespace,
    );
  }
}

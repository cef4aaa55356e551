import type { KindHooks } from './kindHooks';

interface RoleRef {
  apiGroup?: string;
  kind?: string;
  name?: string;
}

const RBAC = 'rbac.authorization.k8s.io';

/** RoleBindings and ClusterRoleBindings: groups filled in, the role is for good. */
export const bindingHooks: KindHooks = {
  prepare(object) {
    const roleRef = object.roleRef as RoleRef | undefined;
    if (roleRef) roleRef.apiGroup ||= RBAC;
    for (const subject of (object.subjects ?? []) as RoleRef[]) {
      if (subject.kind === 'User' || subject.kind === 'Group') {
        subject.apiGroup ||= RBAC;
      }
    }
  },
};

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
  validate(object, old) {
    const roleRef = (object.roleRef ?? {}) as RoleRef;
    if (!roleRef.name) {
      return [
        {
          reason: 'FieldValueRequired',
          message: 'Required value',
          field: 'roleRef.name',
        },
      ];
    }
    if (old && JSON.stringify(old.roleRef) !== JSON.stringify(object.roleRef)) {
      const { apiGroup, kind, name } = roleRef;
      return [
        {
          reason: 'FieldValueInvalid',
          message: `Invalid value: ${JSON.stringify({
            apiGroup,
            kind,
            name,
          })}: cannot change roleRef`,
          field: 'roleRef',
        },
      ];
    }
    return [];
  },
};

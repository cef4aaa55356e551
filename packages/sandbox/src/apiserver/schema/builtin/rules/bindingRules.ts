import type { StatusCause } from '../../../types';
import { pathSegment } from '../../../validation/names';
import { invalid, notSupported, required } from '../../causes';
import { index } from '../../fieldPath';
import { jsonEqual } from '../../goValue';
import type { KindRules } from '../compileBuiltin';
import {
  type Fields,
  fieldsOf,
  listOf,
  subdomainCauses,
  textOf,
} from './common';

const RBAC = 'rbac.authorization.k8s.io';

function subjectCauses(
  subject: Fields,
  at: string,
  namespaced: boolean,
): StatusCause[] {
  const name = textOf(subject, 'name');
  const kind = textOf(subject, 'kind');
  const group = textOf(subject, 'apiGroup');
  const causes = name ? [] : [required(`${at}.name`)];
  if (kind === 'ServiceAccount') {
    if (name) causes.push(...subdomainCauses(name, `${at}.name`));
    if (group) causes.push(notSupported(`${at}.apiGroup`, group, ['']));
    if (!namespaced && !textOf(subject, 'namespace')) {
      causes.push(required(`${at}.namespace`));
    }
  } else if (kind === 'User' || kind === 'Group') {
    if (group !== RBAC) {
      causes.push(notSupported(`${at}.apiGroup`, group, [RBAC]));
    }
  } else {
    causes.push(
      notSupported(`${at}.kind`, kind, ['ServiceAccount', 'User', 'Group']),
    );
  }
  return causes;
}

/** Rules of RoleBindings and ClusterRoleBindings. */
export function bindingRules(namespaced: boolean): KindRules {
  return (object, old) => {
    const roleRef = fieldsOf(object, 'roleRef');
    const group = textOf(roleRef, 'apiGroup');
    const kind = textOf(roleRef, 'kind');
    const name = textOf(roleRef, 'name');
    const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
    const causes: StatusCause[] = [];
    if (group !== RBAC) {
      causes.push(notSupported('roleRef.apiGroup', group, [RBAC]));
    }
    if (!kinds.includes(kind)) {
      causes.push(notSupported('roleRef.kind', kind, kinds));
    }
    if (!name) {
      causes.push(required('roleRef.name'));
    } else {
      const problem = pathSegment(name);
      if (problem) causes.push(invalid('roleRef.name', name, problem));
    }
    listOf(object, 'subjects').forEach((subject, i) => {
      causes.push(...subjectCauses(subject, index('subjects', i), namespaced));
    });
    if (old && !jsonEqual(old.roleRef, object.roleRef)) {
      causes.push(
        invalid(
          'roleRef',
          { APIGroup: group, Kind: kind, Name: name },
          'cannot change roleRef',
        ),
      );
    }
    return causes;
  };
}

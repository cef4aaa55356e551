import { checkBindingEscalation, checkRoleEscalation } from '../auth';
import type { KubeObject } from '../types';
import type { WriteContext } from './WriteContext';

const RBAC = 'rbac.authorization.k8s.io';

/**
 * Nobody may grant what they do not have.
 *
 * @throws ApiError 403 or, for a role that does not exist, 404
 */
export function checkPrivileges(
  context: WriteContext,
  object: KubeObject,
  old: KubeObject | undefined,
): void {
  const { type, user, services } = context;
  if (type.group !== RBAC) return;
  const who = {
    user,
    authorizer: services.authorizer,
    reader: services.rbac,
  };
  if (type.plural.endsWith('bindings')) {
    checkBindingEscalation({
      ...who,
      binding: object,
      ...(old && { oldBinding: old }),
    });
  } else {
    checkRoleEscalation({ ...who, role: object, ...(old && { oldRole: old }) });
  }
}

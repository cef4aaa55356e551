import { ApiError } from '../errors';
import type { AccessAttributes, UserInfo } from '../types';

/**
 * The text after `is forbidden: `, worded as the real server does:
 * `User "a" cannot list resource "pods" in API group "" in the namespace "b"`.
 */
export function forbiddenMessage(
  user: UserInfo,
  attributes: AccessAttributes,
  reason = '',
): string {
  const who = `User ${JSON.stringify(user.username)} cannot ${attributes.verb}`;
  const ending = reason && `: ${reason}`;
  if (attributes.path !== undefined) {
    return `${who} path ${JSON.stringify(attributes.path)}${ending}`;
  }
  const resource = attributes.subresource
    ? `${attributes.resource}/${attributes.subresource}`
    : attributes.resource;
  const where = attributes.namespace
    ? `in the namespace ${JSON.stringify(attributes.namespace)}`
    : 'at the cluster scope';
  return `${who} resource ${JSON.stringify(
    resource,
  )} in API group ${JSON.stringify(attributes.group)} ${where}${ending}`;
}

/** The 403 for a request the authorizer did not allow. */
export function forbiddenError(
  user: UserInfo,
  attributes: AccessAttributes,
  reason = '',
): ApiError {
  const message = forbiddenMessage(user, attributes, reason);
  if (attributes.path !== undefined) {
    return ApiError.custom({
      code: 403,
      reason: 'Forbidden',
      message: `forbidden: ${message}`,
      details: {},
    });
  }
  return ApiError.forbidden(
    { group: attributes.group, kind: attributes.resource },
    attributes.name,
    message,
  );
}

import type { PolicyInput } from '../../../cel';
import { parseShared } from '../../registry/parsedCache';
import type { Draft } from '../../storage/Draft';
import type { Authorizer } from '../../types';
import { type AdmissionAttributes, resourceOf } from '../AdmissionAttributes';
import { isNamespace, type MatchedAs } from '../matchRules';
import { inVersion } from '../webhooks/admissionReview';
import { authorizerOf } from './authorizerLibrary';

/** What all expressions of a request look at. */
export function expressionInput(
  attributes: AdmissionAttributes,
  matched: MatchedAs,
  authorizer: Authorizer,
): PolicyInput {
  return {
    object: inVersion(attributes.object, matched),
    oldObject: inVersion(attributes.oldObject, matched),
    request: celRequest(attributes, matched),
    authorizer: authorizerOf(attributes, authorizer),
  };
}

/** What expressions see as `request`. */
function celRequest(
  attributes: AdmissionAttributes,
  matched: MatchedAs,
): Record<string, unknown> {
  const { subresource, name, namespace, operation, user } = attributes;
  return {
    kind: matched.kind,
    resource: matched.resource,
    ...(subresource && {
      subResource: subresource,
      requestSubResource: subresource,
    }),
    requestKind: attributes.kind,
    requestResource: resourceOf(attributes),
    ...(name && { name }),
    ...(namespace && { namespace }),
    operation,
    userInfo: {
      username: user.username,
      ...(user.uid && { uid: user.uid }),
      groups: user.groups,
      ...(user.extra && { extra: user.extra }),
    },
    dryRun: attributes.dryRun,
    options: attributes.options,
  };
}

/** The namespace as expressions see it; none for cluster-scoped objects. */
export function namespaceOf(
  draft: Draft,
  attributes: AdmissionAttributes,
): object | undefined {
  const { namespace } = attributes;
  if (!namespace || isNamespace(attributes)) return undefined;
  const stored = draft.get('namespaces', '', namespace);
  if (!stored) return undefined;
  const { metadata, spec, status } = parseShared(stored);
  return { metadata, spec, status };
}

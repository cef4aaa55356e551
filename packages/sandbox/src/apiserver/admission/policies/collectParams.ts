import { selects } from '../../schema/builtin/rules/common';
import { storageOf } from '../../registry/storageOf';
import type { TypeRegistry } from '../../registry/TypeRegistry';
import type { Draft } from '../../storage/Draft';
import type { KubeObject } from '../../types';
import { fromStorage } from '../../verbs/convert';
import type { ParamRef, PolicySpec } from './Policy';

/** A policy that cannot be set up; the message is the whole finding. */
export class ConfigurationError extends Error {}

/**
 * The objects a policy is to be evaluated with, one after the other; a single
 * `undefined` if it takes none.
 *
 * @throws ConfigurationError
 */
export function collectParams(options: {
  paramKind: PolicySpec['paramKind'];
  paramRef: ParamRef | undefined;
  /** Namespace of the request, or `''`. */
  namespace: string;
  draft: Draft;
  registry: TypeRegistry;
}): (KubeObject | undefined)[] {
  const { paramKind, paramRef, draft, registry } = options;
  if (!paramKind || !paramRef) return [undefined];
  const { apiVersion = '', kind = '' } = paramKind;
  const type = registry.findKind(apiVersion, kind);
  // Said of the policy before its bindings are looked at.
  if (!type) return [];
  let namespace = '';
  if (type.namespaced) {
    namespace = paramRef.namespace || options.namespace;
    if (!namespace) {
      throw new ConfigurationError(
        'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources',
      );
    }
  } else if (paramRef.namespace) {
    throw new ConfigurationError(
      'paramRef.namespace must not be provided for a cluster-scoped `paramKind`',
    );
  }
  const resource = storageOf(type);
  const { name, selector } = paramRef;
  const found = name
    ? [draft.get(resource, namespace, name)]
    : [...draft.list(resource, namespace)].filter(object =>
        selects(selector ?? {}, object.labels),
      );
  const params = found.flatMap(stored =>
    stored ? [fromStorage(type, stored)] : [],
  );
  if (params.length === 0 && paramRef.parameterNotFoundAction === 'Deny') {
    throw new ConfigurationError(
      'no params found for policy binding with `Deny` parameterNotFoundAction',
    );
  }
  return params;
}

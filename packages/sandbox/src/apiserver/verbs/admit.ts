import { ApiError } from '../errors';
import { parseStored } from '../storage/StoredObject';
import type { KubeObject } from '../types';
import type { WriteContext } from './WriteContext';

/** Namespaces that are always there and stay. */
export const IMMORTAL_NAMESPACES = new Set([
  'default',
  'kube-system',
  'kube-public',
]);

/**
 * The namespace of a new object must exist and not be on its way out.
 *
 * @throws ApiError 404 or 403
 */
export function admitIntoNamespace(
  context: WriteContext,
  object: KubeObject,
): void {
  const { type, namespace, draft } = context;
  if (!type.namespaced) return;
  const found = draft.get('namespaces', '', namespace);
  if (!found) {
    throw ApiError.notFound({ group: '', kind: 'namespaces' }, namespace);
  }
  if (!found.deleting) return;
  const deletedAt = parseStored(found).metadata.deletionTimestamp;
  const error = ApiError.forbidden(
    { group: type.group, kind: type.plural },
    object.metadata.name || object.metadata.generateName || 'Unknown',
    `unable to create new content in namespace ${namespace} because it is being terminated`,
  );
  error.status.details = {
    ...error.status.details,
    causes: [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  };
  if (!deletedAt) throw ApiError.internal('namespace without a deletion time');
  throw error;
}

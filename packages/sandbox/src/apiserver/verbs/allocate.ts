import { ApiError } from '../errors';
import { hooksFor } from '../registry/kindHooks';
import { storageOf } from '../registry/storageOf';
import { parseStored } from '../storage/StoredObject';
import type { KubeObject } from '../types';
import type { WriteContext } from './WriteContext';

/**
 * Gives an object what its kind has to share out.
 *
 * @throws ApiError 422 if what it asks for is taken
 */
export function allocate(
  context: WriteContext,
  object: KubeObject,
  old: KubeObject | undefined,
): void {
  const { type, draft } = context;
  const causes =
    hooksFor(type).allocate?.(object, old, () =>
      [...draft.list(storageOf(type))].map(parseStored),
    ) ?? [];
  if (causes.length === 0) return;
  throw ApiError.invalid(
    { group: type.group, kind: type.kind },
    object.metadata.name ?? '',
    causes,
  );
}

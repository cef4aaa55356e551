import {
  applyPatch,
  type JsonPatchError,
  type Operation,
} from 'fast-json-patch';
import { ApiError } from '../../errors';
import type { KubeObject } from '../../types';

/**
 * Applies the patch of a mutating webhook to a copy of the object.
 *
 * @throws ApiError 500 for a patch that does not fit
 */
export function applyWebhookPatch(
  object: KubeObject,
  operations: unknown[],
): KubeObject {
  try {
    return applyPatch(
      structuredClone(object),
      structuredClone(operations) as Operation[],
      true,
      true,
      true,
    ).newDocument;
  } catch (error) {
    const { operation, message } = error as Partial<JsonPatchError>;
    throw ApiError.internal(
      wording(operation as Operation | undefined) ?? String(message),
    );
  }
}

/** What Go's library says of an operation that does not fit. */
function wording(operation: Operation | undefined): string | undefined {
  if (!operation) return undefined;
  const { op, path } = operation;
  switch (op) {
    case 'test':
      return `testing value ${path} failed: test failed`;
    case 'remove':
      return `error in remove for path: '${path}': Unable to remove nonexistent key: ${path
        .split('/')
        .pop()}: missing value`;
    default:
      return `${op} operation does not apply: doc is missing path: ${path}: missing value`;
  }
}

import { applyPatch, type Operation } from 'fast-json-patch';
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
    const [first] = String((error as Error).message).split('\n');
    throw ApiError.internal(`the webhook's patch does not fit: ${first}`);
  }
}

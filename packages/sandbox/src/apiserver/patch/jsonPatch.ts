import { applyPatch, type Operation } from 'fast-json-patch';
import { ApiError } from '../errors';

/** Most operations the real server takes in one patch. */
const MAX_OPERATIONS = 10_000;

/**
 * Applies an RFC 6902 patch to a copy.
 *
 * @throws ApiError 400 for something that is no patch, 422 for one that does not fit
 */
export function applyJsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) {
    throw ApiError.badRequest(
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    );
  }
  if (patch.length > MAX_OPERATIONS) {
    throw ApiError.tooLarge(
      `The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${patch.length}`,
    );
  }
  try {
    return applyPatch(
      structuredClone(target),
      structuredClone(patch) as Operation[],
      true,
      true,
      true,
    ).newDocument;
  } catch {
    throw ApiError.custom({
      code: 422,
      reason: 'Invalid',
      message: 'the server rejected our request due to an error in our request',
      details: {},
    });
  }
}

import { ApiError } from '../errors';

/** Reads `resourceVersion` of a list or watch; undefined if absent or empty. */
export function readResourceVersion(text: string | null): number | undefined {
  if (!text) return undefined;
  if (!/^\d+$/.test(text)) {
    throw ApiError.badRequest(
      `invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(
        text,
      )}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  return Number(text);
}

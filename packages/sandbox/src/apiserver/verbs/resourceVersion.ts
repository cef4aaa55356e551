import { ApiError } from '../errors';

/** Reads `resourceVersion` of a list or watch; undefined if absent or empty. */
export function readResourceVersion(
  text: string | null,
  watching = false,
): number | undefined {
  if (!text) return undefined;
  if (!/^\d+$/.test(text)) {
    const problem = `resourceVersion: Invalid value: ${JSON.stringify(
      text,
    )}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
    // The real server answers lists and watches differently here.
    throw watching
      ? ApiError.custom({ code: 500, message: problem })
      : ApiError.badRequest(`invalid resource version: ${problem}`);
  }
  return Number(text);
}

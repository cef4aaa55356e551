import type { ReadableStatus } from './ClusterRequestError';

const MAX_TEXT = 2_000;
const MAX_CAUSES = 50;

/** One line of bounded length: what comes from outside must not forge log lines. */
function readText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') {
    return undefined;
  }
  return value.replace(/[\s\p{Cc}]+/gu, ' ').slice(0, MAX_TEXT);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads the fields of a Kubernetes Status object one by one; anything else gives an empty answer.
 */
export function readStatus(body: unknown): ReadableStatus {
  if (!isRecord(body) || body.kind !== 'Status') {
    return { causes: [] };
  }
  const details = isRecord(body.details) ? body.details : {};
  const causes = Array.isArray(details.causes) ? details.causes : [];
  return {
    reason: readText(body.reason),
    message: readText(body.message),
    kind: readText(details.kind),
    name: readText(details.name),
    group: readText(details.group),
    causes: causes
      .filter(isRecord)
      .slice(0, MAX_CAUSES)
      .map(cause => ({
        reason: readText(cause.reason),
        message: readText(cause.message) ?? '',
        field: readText(cause.field),
      })),
  };
}

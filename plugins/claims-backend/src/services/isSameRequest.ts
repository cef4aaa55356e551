import { publicSpec, type ClaimRequest } from '@cairn/plugin-claims-common';
import type { Offering } from '@cairn/plugin-claims-common';
import {
  COMPONENT_LABEL,
  REQUESTED_BY_ANNOTATION,
  type KubernetesObject,
} from '@cairn/plugin-platform-common';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether everything in `part` is in `whole`; the cluster adds defaults. */
function contains(whole: unknown, part: unknown): boolean {
  if (isRecord(part)) {
    return (
      isRecord(whole) &&
      Object.entries(part).every(
        ([field, value]) =>
          Object.hasOwn(whole, field) && contains(whole[field], value),
      )
    );
  }
  if (Array.isArray(part)) {
    return (
      Array.isArray(whole) &&
      whole.length === part.length &&
      part.every((value, index) => contains(whole[index], value))
    );
  }
  return whole === part;
}

/**
 * Whether a claim that is there already is what this very request of this person made: then the
 * request was sent twice, by a double click or a lost answer.
 */
export function isSameRequest(options: {
  existing: KubernetesObject;
  request: ClaimRequest;
  scope: Offering['scope'];
  requestedBy: string;
}): boolean {
  const { existing, request, scope, requestedBy } = options;
  return (
    existing.metadata.deletionTimestamp === undefined &&
    existing.metadata.annotations?.[REQUESTED_BY_ANNOTATION] === requestedBy &&
    existing.metadata.labels?.[COMPONENT_LABEL] === request.component &&
    contains(publicSpec(existing, scope), request.spec)
  );
}

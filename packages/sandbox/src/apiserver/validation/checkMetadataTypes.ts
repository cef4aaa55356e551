import { ApiError } from '../errors';
import type { KubeObject } from '../types';

/** Metadata fields with the type the decoder expects. */
const TYPES: Record<string, 'string' | 'number' | 'strings' | 'map' | 'list'> =
  {
    name: 'string',
    generateName: 'string',
    namespace: 'string',
    selfLink: 'string',
    uid: 'string',
    resourceVersion: 'string',
    generation: 'number',
    creationTimestamp: 'string',
    deletionTimestamp: 'string',
    deletionGracePeriodSeconds: 'number',
    labels: 'map',
    annotations: 'map',
    ownerReferences: 'list',
    finalizers: 'strings',
    managedFields: 'list',
  };

function fits(value: unknown, type: (typeof TYPES)[string]): boolean {
  switch (type) {
    case 'strings':
      return Array.isArray(value) && value.every(v => typeof v === 'string');
    case 'list':
      return (
        Array.isArray(value) &&
        value.every(v => typeof v === 'object' && v !== null)
      );
    case 'map':
      return (
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).every(v => typeof v === 'string')
      );
    default:
      return typeof value === type;
  }
}

/**
 * Drops empty metadata fields and answers the paths of unknown ones, which are
 * dropped too.
 *
 * @throws ApiError 400 for a field of the wrong type
 */
export function normalizeMetadata(object: KubeObject): string[] {
  const metadata = object.metadata as Record<string, unknown>;
  const unknown: string[] = [];
  for (const [field, value] of Object.entries(metadata)) {
    const type = Object.hasOwn(TYPES, field) ? TYPES[field] : undefined;
    if (!type) {
      unknown.push(`metadata.${field}`);
      delete metadata[field];
    } else if (value === null || value === undefined || value === '') {
      delete metadata[field];
    } else if (!fits(value, type)) {
      throw ApiError.badRequest(
        `${object.kind} in version ${JSON.stringify(
          object.apiVersion,
        )} cannot be handled as a ${
          object.kind
        }: json: cannot unmarshal into Go struct field ObjectMeta.metadata.${field} of the expected type`,
      );
    } else if (
      typeof value === 'object' &&
      Object.keys(value as object).length === 0
    ) {
      delete metadata[field];
    }
  }
  return unknown;
}

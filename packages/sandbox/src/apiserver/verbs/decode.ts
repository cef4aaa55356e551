import { ApiError } from '../errors';
import { groupVersion } from '../registry/TypeRegistry';
import type { KubeObject, ResourceType } from '../types';
import { normalizeMetadata } from '../validation/checkMetadataTypes';
import type { WriteOptions } from './writeOptions';

/**
 * Makes an incoming object fit its type: kind and version checked, unknown
 * fields dropped, defaults filled in.
 *
 * @param warn - takes the texts of warnings for unknown fields
 * @throws ApiError 400 for another kind, or for unknown fields under `Strict`
 */
export function decodeIntoType(
  type: ResourceType,
  object: KubeObject,
  options: Pick<WriteOptions, 'fieldValidation'>,
  warn: (text: string) => void,
): KubeObject {
  checkKind(type, object);
  // Built-in kinds are decoded first, which says of metadata too what is wrong.
  const pruned = type.schema?.prune(object) ?? [];
  const unknown = normalizeMetadata(object);
  for (const path of pruned) {
    if (!unknown.includes(path)) unknown.push(path);
  }
  reportUnknown(type, unknown, options, warn);
  type.schema?.applyDefaults(object);
  return object;
}

function checkKind(type: ResourceType, object: KubeObject): void {
  const expected = groupVersion(type);
  const builtin = type.crdName === undefined;
  if (builtin) {
    object.apiVersion ||= expected;
    object.kind ||= type.kind;
  } else if (!object.kind || !object.apiVersion) {
    throw ApiError.badRequest(
      object.kind
        ? `the API version in the data () does not match the expected API version (${expected})`
        : "Object 'Kind' is missing in the body of the request",
    );
  }
  if (object.apiVersion !== expected) {
    throw ApiError.badRequest(
      builtin
        ? `${object.kind} in version "${
            object.apiVersion.split('/').pop() ?? ''
          }" cannot be handled as a ${type.kind}: no kind "${
            object.kind
          }" is registered for version "${
            object.apiVersion
          }" in scheme "pkg/runtime/scheme.go:111"`
        : `the API version in the data (${object.apiVersion}) does not match the expected API version (${expected})`,
    );
  }
  if (object.kind !== type.kind) {
    throw ApiError.badRequest(
      builtin
        ? `${object.kind} in version "${
            object.apiVersion
          }" cannot be handled as a ${type.kind}: converting (${
            object.apiVersion.split('/').pop() ?? ''
          }.${object.kind}) to (${type.group.split('.')[0] || 'core'}.${
            type.kind
          }): unknown conversion`
        : `the kind in the data (${object.kind}) does not match the expected kind (${type.kind})`,
    );
  }
}

function reportUnknown(
  type: ResourceType,
  unknown: string[],
  options: Pick<WriteOptions, 'fieldValidation'>,
  warn: (text: string) => void,
): void {
  if (unknown.length === 0 || options.fieldValidation === 'Ignore') return;
  const texts = unknown.map(path => `unknown field "${path}"`);
  if (options.fieldValidation === 'Warn') {
    texts.forEach(warn);
    return;
  }
  const problem = `strict decoding error: ${texts.join(', ')}`;
  throw ApiError.badRequest(
    type.crdName === undefined
      ? `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: ${problem}`
      : problem,
  );
}

import { ApiError } from '../errors';
import { groupVersion } from '../registry/TypeRegistry';
import { builtinTypes } from '../schema';
import type { KubeObject, ResourceType } from '../types';
import { normalizeMetadata } from '../validation/checkMetadataTypes';
import type { WriteOptions } from './writeOptions';

/**
 * Makes an incoming object fit its type: kind and version checked, unknown
 * fields dropped, defaults filled in.
 *
 * @param warn - takes the texts of warnings for unknown fields
 * @param complaints - what else a strict reader said of the text it comes from
 * @throws ApiError 400 for another kind, or for unknown fields under `Strict`
 */
export function decodeIntoType(
  type: ResourceType,
  object: KubeObject,
  options: Pick<WriteOptions, 'fieldValidation'>,
  warn: (text: string) => void,
  complaints: readonly string[] = [],
): KubeObject {
  checkKind(type, object);
  // Built-in kinds are decoded first, which says of metadata too what is wrong.
  const pruned = type.schema?.prune(object) ?? [];
  const unknown = normalizeMetadata(object);
  for (const path of pruned) {
    if (!unknown.includes(path)) unknown.push(path);
  }
  reportProblems(
    type,
    [...complaints, ...unknown.map(path => `unknown field "${path}"`)],
    options,
    warn,
  );
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
  if (!builtin) {
    if (object.apiVersion !== expected) {
      throw ApiError.badRequest(
        `the API version in the data (${object.apiVersion}) does not match the expected API version (${expected})`,
      );
    }
    return;
  }
  if (object.apiVersion === expected && object.kind === type.kind) return;
  const version = object.apiVersion.split('/').pop() ?? '';
  const opening = `${object.kind} in version "${version}" cannot be handled as a ${type.kind}: `;
  const known = builtinTypes.some(
    one => one.kind === object.kind && groupVersion(one) === object.apiVersion,
  );
  throw ApiError.badRequest(
    known
      ? `${opening}converting (${version}.${object.kind}) to (${
          type.group.split('.')[0] || 'core'
        }.${type.kind}): unknown conversion`
      : `${opening}no kind "${object.kind}" is registered for version "${object.apiVersion}" in scheme "pkg/runtime/scheme.go:111"`,
  );
}

function reportProblems(
  type: ResourceType,
  texts: string[],
  options: Pick<WriteOptions, 'fieldValidation'>,
  warn: (text: string) => void,
): void {
  if (texts.length === 0 || options.fieldValidation === 'Ignore') return;
  if (options.fieldValidation === 'Warn') {
    texts.forEach(warn);
    return;
  }
  const problem = `strict decoding error: ${texts.join(', ')}`;
  throw ApiError.badRequest(
    `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: ${problem}`,
  );
}

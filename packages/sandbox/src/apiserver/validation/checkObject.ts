import { ApiError } from '../errors';
import { hooksFor } from '../registry/kindHooks';
import type { KubeObject, ResourceType, StatusCause } from '../types';
import { validateMetadata } from './validateMetadata';

/**
 * Checks a whole object by metadata, kind and schema.
 *
 * @throws ApiError 422 with all causes; 400 for a built-in kind whose fields
 *   have other types, which a real server cannot even decode
 */
export function checkObject(
  type: ResourceType,
  object: KubeObject,
  old?: KubeObject,
): void {
  const schemaCauses = type.schema?.validate(object, old) ?? [];
  if (type.crdName === undefined) {
    const mistyped = schemaCauses.find(
      cause => cause.reason === 'FieldValueTypeInvalid',
    );
    if (mistyped) throw undecodable(type, mistyped);
  }
  const causes = [
    ...validateMetadata(type, object, old),
    ...(hooksFor(type).validate?.(object, old) ?? []),
    ...schemaCauses,
  ];
  if (causes.length > 0) {
    throw ApiError.invalid(
      { group: type.group, kind: type.kind },
      object.metadata.name ?? '',
      causes,
    );
  }
}

const GO_NAMES: Record<string, string> = {
  integer: 'number',
  boolean: 'bool',
};

function undecodable(type: ResourceType, cause: StatusCause): ApiError {
  const match = /must be of type (\w+): "(\w+)"/.exec(cause.message);
  const problem =
    match?.[1] === 'byte'
      ? `illegal base64 data in ${cause.field}`
      : `json: cannot unmarshal ${
          GO_NAMES[match?.[2] ?? ''] ?? match?.[2] ?? 'value'
        } into Go struct field ${type.kind}.${cause.field} of type ${
          match?.[1] ?? 'another'
        }`;
  return ApiError.badRequest(
    `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: ${problem}`,
  );
}

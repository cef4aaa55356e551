import { ApiError } from '../errors';
import { hooksFor } from '../registry/kindHooks';
import type { KubeObject, ResourceType, StatusCause } from '../types';
import { scaleCauses } from './scaleCauses';
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
    ...kindCauses(type, object),
    ...validateMetadata(type, object, old),
    ...scaleCauses(type, object),
    ...(hooksFor(type).validate?.(object, old) ?? []),
    ...schemaCauses,
  ];
  if (causes.length > 0) {
    throw ApiError.invalid(
      { group: type.group, kind: object.kind },
      object.metadata.name ?? '',
      causes,
    );
  }
}

/** A custom resource of another kind can be decoded all the same. */
function kindCauses(type: ResourceType, object: KubeObject): StatusCause[] {
  if (type.crdName === undefined || object.kind === type.kind) return [];
  return [
    {
      reason: 'FieldValueInvalid',
      field: 'kind',
      message: `Invalid value: ${JSON.stringify(object.kind)}: must be ${
        type.kind
      }`,
    },
  ];
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

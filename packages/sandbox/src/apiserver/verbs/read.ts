import { ApiError } from '../errors';
import type { ApiContext } from '../http/ApiContext';
import { negotiate, type Negotiated } from '../http/negotiate';
import { sendText } from '../http/respond';
import { storageOf } from '../registry/storageOf';
import type { StoredObject } from '../storage/StoredObject';
import type { IncludeObject } from '../table/renderTable';
import type { ResourceType } from '../types';
import { Representation, RESOURCE_SHAPES } from './represent';

/** The stored object a request names. @throws ApiError 404 */
export function findStored(
  context: ApiContext,
  type: ResourceType,
): StoredObject {
  const { namespace, name } = context.info;
  const stored = context.services.store.get(
    storageOf(type),
    type.namespaced ? namespace : '',
    name,
  );
  if (!stored) {
    throw ApiError.notFound({ group: type.group, kind: type.plural }, name);
  }
  return stored;
}

/** Reads `Accept` and `includeObject` of a request on a resource. */
export function representationFor(
  context: ApiContext,
  type: ResourceType,
): { representation: Representation; negotiated: Negotiated } {
  const negotiated = negotiate(
    context.request.headers.accept,
    RESOURCE_SHAPES,
    context.info.verb === 'list',
  );
  const include = (context.query.get('includeObject') ||
    'Metadata') as IncludeObject;
  if (!['None', 'Metadata', 'Object'].includes(include)) {
    throw ApiError.badRequest(
      `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(
        include,
      )}: must be 'Metadata', 'Object', 'None', or empty`,
    );
  }
  return {
    negotiated,
    representation: new Representation(
      type,
      negotiated,
      include,
      context.services.now,
    ),
  };
}

/** Sends one object in the shape that was asked for. */
export function sendStored(
  context: ApiContext,
  code: number,
  type: ResourceType,
  stored: StoredObject,
): void {
  const { representation, negotiated } = representationFor(context, type);
  sendText(context, code, representation.object(stored), negotiated.encoding);
}

/** `GET` of one object. */
export function handleGet(context: ApiContext, type: ResourceType): void {
  sendStored(context, 200, type, findStored(context, type));
}

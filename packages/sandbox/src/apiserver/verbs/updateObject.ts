import { mutateOnAdmission, validateOnAdmission } from '../admission';
import { trackUpdate } from '../apply/managedFields';
import { sameJson } from '../apply/sameJson';
import { ApiError } from '../errors';
import { countsGeneration, hooksFor } from '../registry/kindHooks';
import { parseShared } from '../registry/parsedCache';
import { storageOf } from '../registry/storageOf';
import type { StoredObject } from '../storage/StoredObject';
import type { KubeObject, ManagedFieldsEntry } from '../types';
import { checkObject } from '../validation/checkObject';
import { allocate } from './allocate';
import { checkPrivileges } from './checkPrivileges';
import { fromStorage, toStorage } from './convert';
import { warnOfFinalizers } from './warnOfFinalizers';
import type { WriteContext } from './WriteContext';

const MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again';

/** Everything but `metadata` and, if it is a subresource, `status`. */
function specOf(object: KubeObject, withStatus: boolean): object {
  const { apiVersion, kind, metadata, status, ...rest } = object;
  return withStatus ? { ...rest, status } : rest;
}

/** Puts what the endpoint may not change back to what it was. */
function keepOldParts(
  context: WriteContext,
  object: KubeObject,
  old: KubeObject,
): KubeObject {
  const { type, subresource } = context;
  let result = object;
  if (subresource === 'status') {
    const { status } = object;
    const managedFields = object.metadata.managedFields;
    result = structuredClone(old);
    if (status === undefined) delete result.status;
    else result.status = status;
    if (managedFields) result.metadata.managedFields = managedFields;
  } else if (type.subresources.status) {
    if (old.status === undefined) delete result.status;
    else result.status = structuredClone(old.status);
  }
  const { metadata } = result;
  for (const field of [
    'uid',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'generation',
  ] as const) {
    if (old.metadata[field] === undefined) delete metadata[field];
    else Object.assign(metadata, { [field]: old.metadata[field] });
  }
  return result;
}

/**
 * Replaces an existing object by a decoded one, in the draft. Removes it if it
 * was being deleted and has lost its last finalizer.
 *
 * @param object - of the type's version; its `resourceVersion`, if set, must fit
 * @param managedFields - set by server-side apply, which keeps its own account
 */
export function updateObject(
  context: WriteContext,
  stored: StoredObject,
  incoming: KubeObject,
  managedFields?: ManagedFieldsEntry[],
): StoredObject {
  const { type, services, options } = context;
  const subject = { group: type.group, kind: type.plural };
  const old = fromStorage(type, stored);
  const { resourceVersion, uid } = incoming.metadata;
  if (uid && uid !== old.metadata.uid) {
    throw ApiError.conflict(
      subject,
      stored.name,
      `StorageError: invalid object, Code: 4, Key: /registry/${stored.resource}/${stored.namespace}/${stored.name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`,
    );
  }
  if (resourceVersion && !/^\d+$/.test(resourceVersion)) {
    throw ApiError.custom({
      code: 500,
      message: `strconv.ParseUint: parsing ${JSON.stringify(
        resourceVersion,
      )}: invalid syntax`,
    });
  }
  if (resourceVersion && resourceVersion !== String(stored.revision)) {
    throw ApiError.conflict(subject, stored.name, MODIFIED);
  }
  const givenManagedFields = incoming.metadata.managedFields;
  // A Scale is admitted as a Scale, by who reads it.
  const asItself = context.subresource !== 'scale';
  const admitted = asItself
    ? mutateOnAdmission(context, { object: incoming, oldObject: old })
    : incoming;
  const object = keepOldParts(context, admitted, old);
  const hooks = hooksFor(type);
  hooks.prepare?.(object, old);
  allocate(context, object, old);
  if (
    countsGeneration(type) &&
    context.subresource !== 'status' &&
    !sameJson(
      specOf(object, !type.subresources.status),
      specOf(old, !type.subresources.status),
    )
  ) {
    object.metadata.generation = (old.metadata.generation ?? 0) + 1;
  }
  checkPrivileges(context, object, old);
  checkObject(type, object, old);
  warnOfFinalizers(context, object, old);
  const managed =
    managedFields ??
    trackUpdate({
      type,
      oldObject: old,
      newObject: object,
      givenManagedFields,
      manager: options.fieldManager,
      subresource: context.subresource,
      now: services.now(),
    });
  if (managed) object.metadata.managedFields = managed;
  else delete object.metadata.managedFields;
  if (asItself) validateOnAdmission(context, { object, oldObject: old });
  return store(context, stored, object);
}

function store(
  context: WriteContext,
  stored: StoredObject,
  object: KubeObject,
): StoredObject {
  const { type, draft } = context;
  const resource = storageOf(type);
  const next = toStorage(type, object);
  next.metadata.resourceVersion = String(stored.revision);
  if (sameJson(next, parseShared(stored))) return stored;
  const { deletionTimestamp, finalizers } = next.metadata;
  const spec = next.spec as { finalizers?: string[] } | undefined;
  const held =
    (finalizers?.length ?? 0) > 0 ||
    (resource === 'namespaces' && (spec?.finalizers?.length ?? 0) > 0) ||
    // A pod is gone when whoever runs it says so.
    (next.metadata.deletionGracePeriodSeconds ?? 0) > 0;
  return deletionTimestamp && !held
    ? draft.remove(resource, next)
    : draft.put(resource, next);
}

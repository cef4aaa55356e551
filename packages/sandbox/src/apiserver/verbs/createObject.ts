import { randomUUID } from 'node:crypto';
import { mutateOnAdmission, validateOnAdmission } from '../admission';
import { trackUpdate } from '../apply/managedFields';
import { ApiError } from '../errors';
import { countsGeneration, hooksFor } from '../registry/kindHooks';
import { storageOf } from '../registry/storageOf';
import type { StoredObject } from '../storage/StoredObject';
import type { KubeObject, ManagedFieldsEntry, ObjectMeta } from '../types';
import { checkObject } from '../validation/checkObject';
import { admitIntoNamespace } from './admit';
import { allocate } from './allocate';
import { checkPrivileges } from './checkPrivileges';
import { toStorage } from './convert';
import { formatTime } from './formatTime';
import { generateName } from './generateName';
import { warnOfFinalizers } from './warnOfFinalizers';
import type { WriteContext } from './WriteContext';

/**
 * Creates a decoded object in the draft.
 *
 * @param incoming - its metadata is made to fit the request
 * @param managedFields - set by server-side apply, which keeps its own account
 * @throws ApiError as the real server would answer
 */
export function createObject(
  context: WriteContext,
  incoming: KubeObject,
  managedFields?: ManagedFieldsEntry[],
): StoredObject {
  const { type, draft, services, options, admission } = context;
  prepareMetadata(context, incoming.metadata);
  admitIntoNamespace(context, incoming);
  const object = mutateOnAdmission(context, { object: incoming });
  const { metadata } = object;
  if (!metadata.name && metadata.generateName) {
    const { generateName: prefix } = metadata;
    metadata.name = admission
      ? admission.generatedName(() => generateName(prefix))
      : generateName(prefix);
  }

  metadata.uid = admission?.uid ?? randomUUID();
  metadata.creationTimestamp = formatTime(services.now());
  if (type.subresources.status) delete object.status;
  if (countsGeneration(type)) metadata.generation = 1;
  const hooks = hooksFor(type);
  hooks.prepare?.(object, undefined);
  // The controller of definitions writes the whole status of its own kind.
  if (type.subresources.status && type.group !== 'apiextensions.k8s.io') {
    const status =
      hooks.initialStatus?.(object) ?? type.schema?.empty?.().status;
    if (status !== undefined) object.status ??= status;
  }
  checkPrivileges(context, object, undefined);

  checkObject(type, object);
  warnOfFinalizers(context, object, undefined);
  metadata.managedFields =
    managedFields ??
    trackUpdate({
      type,
      oldObject: undefined,
      newObject: object,
      manager: options.fieldManager,
      subresource: '',
      now: services.now(),
    });
  if (!metadata.managedFields?.length) delete metadata.managedFields;
  validateOnAdmission(context, { object });
  // After the account is made: what is given out belongs to nobody.
  allocate(context, object, undefined);
  const resource = storageOf(type);
  if (draft.get(resource, metadata.namespace ?? '', metadata.name ?? '')) {
    throw ApiError.alreadyExists(
      { group: type.group, kind: type.plural },
      metadata.name ?? '',
    );
  }
  return draft.put(resource, toStorage(type, object));
}

/** What a client may say of a new object, and what it may not. */
function prepareMetadata(
  { type, namespace }: WriteContext,
  metadata: ObjectMeta,
): void {
  if (metadata.resourceVersion && metadata.resourceVersion !== '0') {
    throw ApiError.custom({
      code: 500,
      message: 'resourceVersion should not be set on objects to be created',
    });
  }
  if (type.namespaced) {
    if (metadata.namespace && metadata.namespace !== namespace) {
      throw ApiError.badRequest(
        'the namespace of the provided object does not match the namespace sent on the request',
      );
    }
    metadata.namespace = namespace;
  } else {
    delete metadata.namespace;
  }
  delete metadata.resourceVersion;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  // Kinds that do not count it keep what they are given.
  if (countsGeneration(type)) delete metadata.generation;
  delete (metadata as { selfLink?: string }).selfLink;
}

import { admitDeletion } from '../admission';
import { ApiError } from '../errors';
import type { ApiContext } from '../http/ApiContext';
import { decodeObject } from '../http/decodeBody';
import { readBody } from '../http/readBody';
import { sendJson } from '../http/respond';
import { storageOf } from '../registry/storageOf';
import { ObjectFilter } from '../selectors/ObjectFilter';
import type { ResourceType } from '../types';
import { fromStorage } from './convert';
import { createObject } from './createObject';
import { decodeIntoType } from './decode';
import { deleteObject } from './deleteObject';
import { readDeleteOptions } from './deleteOptions';
import { byKey } from './list';
import { checkName, checkNamespace, requireStored } from './patch';
import { representationFor, sendStored } from './read';
import { inDraft, runWrite } from './runWrite';
import { updateObject } from './updateObject';
import { readWriteOptions, type WriteOptions } from './writeOptions';
import { sendText } from '../http/respond';

/** `POST` on a collection. */
export async function handleCreate(
  context: ApiContext,
  type: ResourceType,
): Promise<void> {
  const { query, request, info } = context;
  const options = readWriteOptions(
    'CreateOptions',
    query,
    request.headers['user-agent'],
  );
  const complaints: string[] = [];
  const object = decodeObject(
    await readBody(request),
    request.headers['content-type'],
    type.kind,
    found => complaints.push(...found),
  );
  if (type.namespaced && !info.namespace) {
    throw ApiError.methodNotAllowed();
  }
  const warn = (text: string) => context.warnings.push(text);
  decodeIntoType(type, object, options, warn, complaints);
  await runWrite(context, type, options, write => ({
    stored: createObject(write, object),
    created: true,
  }));
}

/** Built-in kinds that are not replaced without saying which version of them. */
const VERSIONED = new Set([
  'customresourcedefinitions.apiextensions.k8s.io',
  'leases.coordination.k8s.io',
  'poddisruptionbudgets.policy',
]);

function needsVersion(type: ResourceType): boolean {
  return (
    type.crdName !== undefined ||
    type.group === 'admissionregistration.k8s.io' ||
    VERSIONED.has(storageOf(type))
  );
}

/** `PUT` of an object or its status. */
export async function handleUpdate(
  context: ApiContext,
  type: ResourceType,
): Promise<void> {
  const { query, request, info } = context;
  const options = readWriteOptions(
    'UpdateOptions',
    query,
    request.headers['user-agent'],
  );
  const complaints: string[] = [];
  const object = decodeObject(
    await readBody(request),
    request.headers['content-type'],
    type.kind,
    found => complaints.push(...found),
  );
  checkName(object, info.name);
  const warn = (text: string) => context.warnings.push(text);
  decodeIntoType(type, object, options, warn, complaints);
  await runWrite(context, type, options, write => {
    checkNamespace(write, object);
    const stored = requireStored(write, info.name);
    if (needsVersion(type) && !object.metadata.resourceVersion) {
      throw ApiError.invalid(
        { group: type.group, kind: type.plural },
        info.name,
        [
          {
            reason: 'FieldValueInvalid',
            message: 'Invalid value: 0: must be specified for an update',
            field: 'metadata.resourceVersion',
          },
        ],
      );
    }
    return { stored: updateObject(write, stored, object), created: false };
  });
}

const NO_OPTIONS: Omit<WriteOptions, 'dryRun'> = {
  fieldManager: '',
  fieldValidation: 'Ignore',
};

/** Kinds whose deletion is answered with the object, even when it is gone. */
const SHOWN_WHEN_GONE = new Set([
  'persistentvolumeclaims',
  'persistentvolumes',
  'pods',
  'podtemplates',
  'resourcequotas',
  'serviceaccounts',
  'services',
]);

/** `DELETE` of one object. */
export async function handleDelete(
  context: ApiContext,
  type: ResourceType,
): Promise<void> {
  const { query, request, info, services } = context;
  const options = readDeleteOptions(
    query,
    await readBody(request),
    request.headers['content-type'],
  );
  const { object, gone } = await inDraft(
    context,
    type,
    { ...NO_OPTIONS, dryRun: options.dryRun },
    write => {
      const stored = requireStored(write, info.name);
      admitDeletion(write, () => fromStorage(type, stored), options);
      return deleteObject(write.draft, type, stored, options, services.now());
    },
  );
  if (!gone || SHOWN_WHEN_GONE.has(storageOf(type))) {
    sendStored(context, 200, type, object);
    return;
  }
  sendJson(context, 200, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: object.name,
      ...(type.group && { group: type.group }),
      kind: type.plural,
      uid: object.uid,
    },
  });
}

/** `DELETE` of a collection: everything the selectors match. */
export async function handleDeleteCollection(
  context: ApiContext,
  type: ResourceType,
): Promise<void> {
  const { query, request, info, services } = context;
  const options = readDeleteOptions(
    query,
    await readBody(request),
    request.headers['content-type'],
  );
  const filter = ObjectFilter.fromQuery(type, query);
  const namespace = type.namespaced ? info.namespace || undefined : undefined;
  const deleted = await inDraft(
    context,
    type,
    { ...NO_OPTIONS, dryRun: options.dryRun },
    write =>
      [...write.draft.list(storageOf(type), namespace)]
        .filter(object => filter.matches(object))
        .sort(byKey)
        .map(stored => {
          admitDeletion(write, () => fromStorage(type, stored), options, '');
          deleteObject(write.draft, type, stored, options, services.now());
          return stored;
        }),
  );
  const { representation, negotiated } = representationFor(context, type);
  sendText(
    context,
    200,
    representation.list(deleted, {
      resourceVersion: String(services.store.revision),
    }),
    negotiated.encoding,
  );
}

import { applyObject } from '../apply/applyObject';
import { refuseUntyped } from '../apply/refuseUntyped';
import { ApiError } from '../errors';
import type { ApiContext } from '../http/ApiContext';
import {
  asObject,
  goTypeName,
  mediaTypeOf,
  parseJson,
  parseYamlBody,
} from '../http/decodeBody';
import { readBody } from '../http/readBody';
import { applyJsonPatch } from '../patch/jsonPatch';
import { applyMergePatch } from '../patch/mergePatch';
import { applyStrategicMergePatch } from '../patch/strategicMergePatch';
import { storageOf } from '../registry/storageOf';
import type { StoredObject } from '../storage/StoredObject';
import type { KubeObject, ResourceType } from '../types';
import { fromStorage } from './convert';
import { createObject } from './createObject';
import { decodeIntoType } from './decode';
import { blamePatch } from './patchProblem';
import { runWrite } from './runWrite';
import { updateObject } from './updateObject';
import type { WriteContext } from './WriteContext';
import { invalidOption, readWriteOptions } from './writeOptions';

const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const APPLY = 'application/apply-patch+yaml';

function patchTypes(type: ResourceType): string[] {
  const types = [JSON_PATCH, MERGE_PATCH];
  if (type.crdName === undefined) types.push(STRATEGIC);
  return [...types, APPLY];
}

/** What a patch makes of an object; the object is not changed. */
export interface Patcher {
  apply(object: unknown): unknown;
  /** What a strict reader says of the patch itself. */
  complaints: string[];
}

/** Reads a patch of any kind but apply. @throws ApiError 400 or 415 */
export function readPatch(
  type: ResourceType,
  mediaType: string,
  text: string,
): Patcher {
  const opening = mediaType === STRATEGIC ? '' : 'error decoding patch: ';
  const { value: patch, complaints } = parseJson(text, opening);
  if (mediaType === JSON_PATCH) {
    return {
      apply: object => applyJsonPatch(object, patch),
      complaints: complaints.map(complaint => `json patch ${complaint}`),
    };
  }
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    throw ApiError.badRequest(
      `${opening}json: cannot unmarshal ${goTypeName(
        patch,
      )} into Go value of type map[string]interface {}`,
    );
  }
  return {
    complaints,
    apply: object =>
      mediaType === MERGE_PATCH
        ? applyMergePatch(object, patch)
        : applyStrategicMergePatch(type.schema?.schema, object, patch),
  };
}

/** `PATCH` of an object or its status, in all four ways. */
export async function handlePatch(
  context: ApiContext,
  type: ResourceType,
): Promise<void> {
  const { query, info, request } = context;
  const mediaType = mediaTypeOf(request.headers['content-type']);
  if (!patchTypes(type).includes(mediaType)) {
    if (mediaType === STRATEGIC) {
      throw ApiError.unsupportedMediaType(patchTypes(type));
    }
    throw ApiError.custom({
      code: 415,
      reason: 'UnsupportedMediaType',
      message: '415: Unsupported Media Type',
      details: {},
    });
  }
  const body = (await readBody(request)).toString('utf8');
  const options = readWriteOptions(
    'PatchOptions',
    query,
    request.headers['user-agent'],
  );
  const force = ['true', '1'].includes(query.get('force') ?? '');
  if (mediaType === APPLY) {
    if (!query.get('fieldManager')) {
      throw invalidOption(
        'PatchOptions',
        'fieldManager',
        'FieldValueRequired',
        'Required value: is required for apply patch',
      );
    }
    const parsed = parseYamlBody(body);
    const config = asObject(parsed.value);
    checkName(config, info.name);
    await runWrite(context, type, options, write =>
      apply(write, info.name, config, { force, complaints: parsed.complaints }),
    );
    return;
  }
  if (query.get('force')) {
    throw invalidOption(
      'PatchOptions',
      'force',
      'FieldValueForbidden',
      'Forbidden: may not be specified for non-apply patch',
    );
  }
  const patch = readPatch(type, mediaType, body);
  await runWrite(context, type, options, write => {
    const stored = requireStored(write, info.name);
    const current = fromStorage(type, stored);
    const patched = asObject(patch.apply(current));
    checkName(patched, info.name);
    checkNamespace(write, patched);
    blamePatch(type, patched, () =>
      decodeIntoType(type, patched, options, write.warn, patch.complaints),
    );
    return { stored: updateObject(write, stored, patched), created: false };
  });
}

function findStored(
  write: WriteContext,
  name: string,
): StoredObject | undefined {
  return write.draft.get(storageOf(write.type), write.namespace, name);
}

/** @throws ApiError 404 */
export function requireStored(write: WriteContext, name: string): StoredObject {
  const stored = findStored(write, name);
  if (!stored) {
    throw ApiError.notFound(
      { group: write.type.group, kind: write.type.plural },
      name,
    );
  }
  return stored;
}

/** @throws ApiError 400 unless the object bears the name in the path */
export function checkName(object: KubeObject, name: string): void {
  const given = object.metadata.name;
  if (!given) {
    throw ApiError.badRequest(
      `the name of the object (${name} based on URL) was undeterminable: name must be provided`,
    );
  }
  if (given !== name) {
    throw ApiError.badRequest(
      `the name of the object (${given}) does not match the name on the URL (${name})`,
    );
  }
}

/** @throws ApiError 400 if the object is of another namespace than the path */
export function checkNamespace(write: WriteContext, object: KubeObject): void {
  if (!write.type.namespaced) {
    delete object.metadata.namespace;
    return;
  }
  const given = object.metadata.namespace;
  if (given && given !== write.namespace) {
    throw ApiError.badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
  object.metadata.namespace = write.namespace;
}

function apply(
  write: WriteContext,
  name: string,
  config: KubeObject,
  how: { force: boolean; complaints: string[] },
): { stored: StoredObject; created: boolean } {
  const { type, options, services, subresource } = write;
  if (config.metadata.managedFields?.length) {
    throw ApiError.badRequest('metadata.managedFields must be nil');
  }
  refuseUntyped(type, config);
  checkNamespace(write, config);
  const applied = structuredClone(config);
  const { resourceVersion } = applied.metadata;
  delete applied.metadata.resourceVersion;
  // Checked and pruned before merging, so that only known fields are owned;
  // defaults are not part of what was applied, and neither is what a built-in
  // kind has without anybody having written it.
  const plainType: ResourceType = type.schema
    ? {
        ...type,
        schema: {
          ...type.schema,
          applyDefaults: () => undefined,
          ...(type.crdName === undefined && { prune: () => [] }),
        },
      }
    : type;
  decodeIntoType(plainType, applied, options, write.warn, how.complaints);
  const stored = findStored(write, name);
  if (!stored && subresource) requireStored(write, name);
  const result = applyObject({
    type,
    live: stored && fromStorage(type, stored),
    config: applied,
    manager: options.fieldManager,
    subresource,
    force: how.force,
    now: services.now(),
  });
  const { object } = result;
  delete object.metadata.managedFields;
  decodeIntoType(type, object, { fieldValidation: 'Ignore' }, write.warn);
  if (!stored) {
    delete object.metadata.resourceVersion;
    if (applied.metadata.uid) {
      throw ApiError.conflict(
        { group: type.group, kind: type.plural },
        name,
        `uid mismatch: the provided object specified uid ${applied.metadata.uid}, and no existing object was found`,
      );
    }
    return {
      stored: createObject(write, object, result.managedFields),
      created: true,
    };
  }
  object.metadata.resourceVersion = resourceVersion ?? String(stored.revision);
  return {
    stored: updateObject(write, stored, object, result.managedFields),
    created: false,
  };
}

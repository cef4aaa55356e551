import { mutateOnAdmission, validateOnAdmission } from '../admission';
import { ApiError } from '../errors';
import type { ApiContext } from '../http/ApiContext';
import { asObject, decodeObject, mediaTypeOf } from '../http/decodeBody';
import { readBody } from '../http/readBody';
import { sendJson } from '../http/respond';
import type { StoredObject } from '../storage/StoredObject';
import { evaluateJsonPath } from '../table/jsonPath';
import type { KubeObject, ResourceType, ScaleSubresource } from '../types';
import { fromStorage } from './convert';
import { readPatch, requireStored } from './patch';
import { findStored } from './read';
import { inDraft } from './runWrite';
import { updateObject } from './updateObject';
import { readWriteOptions } from './writeOptions';

const SCALE = { group: 'autoscaling', version: 'v1', kind: 'Scale' };

/** `GET`, `PUT` and `PATCH` of `…/scale`. */
export async function handleScale(
  context: ApiContext,
  type: ResourceType,
): Promise<void> {
  const { request, query, info } = context;
  const paths = type.subresources.scale as ScaleSubresource;
  if (info.verb === 'get') {
    sendJson(context, 200, toScale(type, paths, findStored(context, type)));
    return;
  }
  if (info.verb !== 'update' && info.verb !== 'patch') {
    throw ApiError.methodNotAllowed();
  }
  const body = await readBody(request);
  const contentType = request.headers['content-type'];
  const change =
    info.verb === 'update'
      ? () => decodeObject(body, contentType, 'Scale')
      : readPatch(type, mediaTypeOf(contentType), body.toString('utf8')).apply;
  const options = readWriteOptions(
    'UpdateOptions',
    query,
    request.headers['user-agent'],
  );
  const stored = await inDraft(context, type, options, write => {
    const current = requireStored(write, info.name);
    const oldObject = toScale(type, paths, current);
    const scale = mutateOnAdmission(write, {
      object: asObject(change(structuredClone(oldObject))),
      oldObject,
      kind: SCALE,
    });
    const wanted = checkedReplicas(scale, info.name);
    const object = fromStorage(type, current);
    setPath(object, paths.specReplicasPath, wanted);
    object.metadata.resourceVersion =
      scale.metadata.resourceVersion ?? String(current.revision);
    validateOnAdmission(write, { object: scale, oldObject, kind: SCALE });
    return updateObject(write, current, object);
  });
  sendJson(context, 200, toScale(type, paths, stored));
}

/** @throws ApiError 422 for what is no number of replicas */
function checkedReplicas(scale: KubeObject, name: string): number {
  const { replicas } = (scale.spec ?? {}) as { replicas?: unknown };
  const wanted = replicas ?? 0;
  if (typeof wanted === 'number' && wanted >= 0) return wanted;
  throw ApiError.invalid({ group: 'autoscaling', kind: 'Scale' }, name, [
    {
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${JSON.stringify(
        wanted,
      )}: must be greater than or equal to 0`,
      field: 'spec.replicas',
    },
  ]);
}

function toScale(
  type: ResourceType,
  paths: ScaleSubresource,
  stored: StoredObject,
): KubeObject {
  const object = fromStorage(type, stored);
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    object.metadata;
  const read = (path: string | undefined) =>
    path ? evaluateJsonPath(path, object)[0] : undefined;
  const selector = read(paths.labelSelectorPath) ?? workloadSelector(object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: read(paths.specReplicasPath) ?? 0 },
    status: {
      replicas: read(paths.statusReplicasPath) ?? 0,
      ...(typeof selector === 'string' && { selector }),
    },
  };
}

/** Built-in workloads keep their selector as an object. */
function workloadSelector(object: KubeObject): string | undefined {
  const spec = object.spec as
    | { selector?: { matchLabels?: Record<string, string> } }
    | undefined;
  const labels = spec?.selector?.matchLabels;
  return (
    labels &&
    Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(',')
  );
}

function setPath(object: KubeObject, path: string, value: unknown): void {
  const parts = path.split('.').filter(Boolean);
  let at: Record<string, unknown> = object;
  for (const part of parts.slice(0, -1)) {
    const next = (at[part] ?? {}) as Record<string, unknown>;
    at[part] = next;
    at = next;
  }
  at[parts[parts.length - 1]] = value;
}

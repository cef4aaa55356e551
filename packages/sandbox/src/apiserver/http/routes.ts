import { evaluateReview, reviewKinds } from '../auth';
import { ApiError } from '../errors';
import type { KubeObject, ResourceType } from '../types';
import { handleList } from '../verbs/list';
import { handlePatch } from '../verbs/patch';
import { handleGet } from '../verbs/read';
import { handleScale } from '../verbs/scale';
import { handleTokenRequest } from '../verbs/tokenRequest';
import { handleWatch } from '../verbs/watch';
import { managerFromUserAgent } from '../verbs/writeOptions';
import {
  handleCreate,
  handleDelete,
  handleDeleteCollection,
  handleUpdate,
} from '../verbs/write';
import type { ApiContext } from './ApiContext';
import { decodeObject } from './decodeBody';
import { handleDiscovery } from './discovery';
import { readBody } from './readBody';
import { checkPathNames } from './requestTarget';
import { sendJson } from './respond';

const REVIEW_GROUPS: Record<string, string> = {
  SelfSubjectReview: 'authentication.k8s.io',
};

/** Kind of a review by group and plural, such as `selfsubjectaccessreviews`. */
export function reviewKindOf(
  group: string,
  plural: string,
): string | undefined {
  return reviewKinds.find(
    kind =>
      `${kind.toLowerCase()}s` === plural &&
      (REVIEW_GROUPS[kind] ?? 'authorization.k8s.io') === group,
  );
}

/** Answers a request that is authenticated and allowed. */
export async function route(context: ApiContext): Promise<void> {
  const { info, services, request } = context;
  if (!info.isResourceRequest) {
    if (handleDiscovery(context)) return;
    throw ApiError.unknownResource();
  }
  const reviewKind = reviewKindOf(info.group, info.resource);
  if (reviewKind && info.version === 'v1') {
    await handleReview(context, reviewKind);
    return;
  }
  const type = services.registry.find(info.group, info.version, info.resource);
  if (!type) {
    throw ApiError.unknownResource();
  }
  if (type.deprecationWarning) context.warnings.push(type.deprecationWarning);
  if (
    type.namespaced &&
    info.name &&
    !info.namespace &&
    info.verb !== 'list' &&
    info.verb !== 'watch'
  ) {
    throw ApiError.unknownResource();
  }
  if (!type.namespaced && info.namespace && info.resource !== 'namespaces') {
    throw ApiError.unknownResource();
  }
  checkPathNames(info);
  if (info.subresource) {
    await handleSubresource(context, type);
    return;
  }
  if (request.method === 'POST' && pathHasName(context)) {
    throw ApiError.methodNotAllowed();
  }
  await handleVerb(context, type);
}

function pathHasName(context: ApiContext): boolean {
  return context.info.name !== '';
}

async function handleVerb(
  context: ApiContext,
  type: ResourceType,
): Promise<void> {
  const { info } = context;
  if (
    info.verb !== 'watch' &&
    info.verb !== 'create' &&
    !type.verbs.includes(info.verb)
  ) {
    throw ApiError.methodNotAllowed();
  }
  switch (info.verb) {
    case 'get':
      return handleGet(context, type);
    case 'list':
      return handleList(context, type);
    case 'watch':
      return handleWatch(context, type);
    case 'create':
      if (!type.verbs.includes('create')) {
        throw ApiError.custom({
          code: 405,
          reason: 'MethodNotAllowed',
          message: `create is not supported on resources of kind "${type.plural}.${type.group}"`,
          details: { group: type.group, kind: type.plural },
        });
      }
      return handleCreate(context, type);
    case 'update':
      requireName(context);
      return handleUpdate(context, type);
    case 'patch':
      requireName(context);
      return handlePatch(context, type);
    case 'delete':
      return handleDelete(context, type);
    case 'deletecollection':
      return handleDeleteCollection(context, type);
    default:
      throw ApiError.methodNotAllowed();
  }
}

function requireName(context: ApiContext): void {
  if (!context.info.name) throw ApiError.methodNotAllowed();
}

async function handleSubresource(
  context: ApiContext,
  type: ResourceType,
): Promise<void> {
  const { info } = context;
  if (
    info.subresource === 'token' &&
    type.plural === 'serviceaccounts' &&
    type.group === ''
  ) {
    return handleTokenRequest(context, type);
  }
  if (info.subresource === 'scale' && type.subresources.scale) {
    return handleScale(context, type);
  }
  const finalize =
    info.subresource === 'finalize' &&
    type.plural === 'namespaces' &&
    type.group === '';
  if (
    !finalize &&
    !(info.subresource === 'status' && type.subresources.status)
  ) {
    throw ApiError.unknownResource();
  }
  switch (info.verb) {
    case 'get':
      return handleGet(context, type);
    case 'update':
      return handleUpdate(context, type);
    case 'patch':
      return handlePatch(context, type);
    default:
      throw ApiError.methodNotAllowed();
  }
}

async function handleReview(context: ApiContext, kind: string): Promise<void> {
  const { info, request, services, user } = context;
  if (info.verb !== 'create') throw ApiError.methodNotAllowed();
  const review: KubeObject = decodeObject(
    await readBody(request),
    request.headers['content-type'],
    kind,
  );
  review.kind ||= kind;
  review.apiVersion ||= `${info.group}/${info.version}`;
  if (review.kind !== kind) {
    throw ApiError.badRequest(
      `${review.kind} in version "v1" cannot be handled as a ${kind}`,
    );
  }
  const answer = evaluateReview({
    review,
    caller: user,
    authorizer: services.authorizer,
    namespace: info.namespace,
    now: services.now(),
    manager: managerFromUserAgent(request.headers['user-agent']),
  });
  sendJson(context, 201, answer);
}

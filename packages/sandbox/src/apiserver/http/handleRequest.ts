import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import {
  anonymousUser,
  forbiddenError,
  impersonate,
  readImpersonation,
} from '../auth';
import { ApiError } from '../errors';
import type { Services } from '../Services';
import type {
  AccessAttributes,
  AuthenticationInput,
  RequestInfo,
  UserInfo,
} from '../types';
import type { ApiContext } from './ApiContext';
import { parseRequestInfo } from './requestInfo';
import { BROKEN_TARGET, parseRequestTarget } from './requestTarget';
import { sendError, sendRaw } from './respond';
import { route } from './routes';

/** Thrown for paths outside the API, which the real server answers in plain text. */
const NOT_FOUND_PAGE = ApiError.unknownResource();

/** What is answered in plain text. */
const PAGES = new Map([
  [NOT_FOUND_PAGE, '404 page not found\n'],
  [BROKEN_TARGET, '400 Bad Request'],
]);

/** Answers one request; never rejects. */
export async function handleRequest(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.once('finish', () =>
    services.requests.count(request.method ?? '', response.statusCode),
  );
  try {
    await answer(services, request, response);
  } catch (error) {
    const failure = toApiError(services, request, error);
    const page = PAGES.get(failure);
    if (page) {
      sendRaw(response, failure.code, page, 'text/plain; charset=utf-8');
    } else {
      sendError(response, failure);
    }
    // A body nobody asked for is read to its end, so that the answer arrives.
    if (!request.complete) request.resume();
  }
}

function toApiError(
  services: Services,
  request: IncomingMessage,
  error: unknown,
): ApiError {
  if (error instanceof ApiError) {
    if (error.code === 500 && error.cause) {
      services.log('error', 'A request failed', {
        method: request.method,
        cause: String(error.cause),
      });
    }
    return error;
  }
  const text = error instanceof Error ? error.stack ?? error.message : '';
  services.log('error', 'A request failed', {
    method: request.method,
    path: request.url?.split('?')[0],
    cause: text,
  });
  return ApiError.internal('the request could not be handled');
}

async function answer(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { path, query } = parseRequestTarget(request.url ?? '/');
  const info = parseRequestInfo(request.method ?? 'GET', path, query);
  const attributes = attributesOf(info);
  const user = await identify(services, request, attributes);
  const decision = services.authorizer.authorize(user, attributes);
  if (!decision.allowed) {
    throw forbiddenError(user, attributes, decision.reason);
  }
  const context: ApiContext = {
    services,
    request,
    response,
    query,
    info,
    user,
    warnings: [],
  };
  try {
    await route(context);
  } catch (error) {
    const unknown =
      error instanceof ApiError &&
      error.code === 404 &&
      !error.status.details?.name;
    if (unknown && !info.isResourceRequest && !versionOfGroup(services, info)) {
      throw NOT_FOUND_PAGE;
    }
    if (unknown && info.isResourceRequest && !groupExists(services, info)) {
      throw NOT_FOUND_PAGE;
    }
    throw error;
  }
}

/** Whether a path such as `/apis/apps/v9` is below a group that exists. */
function versionOfGroup(services: Services, info: RequestInfo): boolean {
  const group = /^\/apis\/([^/]+)\/[^/]+\/?$/.exec(info.path)?.[1];
  return group !== undefined && services.registry.groups().has(group);
}

function groupExists(services: Services, info: RequestInfo): boolean {
  const named = info.group !== '' || info.path.startsWith('/api/');
  const versions = services.registry.groups().get(info.group);
  if (!named || !versions) return false;
  // Of a group of custom resources, only versions that are served are known.
  const custom = services.registry
    .all()
    .every(type => type.group !== info.group || type.crdName !== undefined);
  return !custom || versions.includes(info.version);
}

function attributesOf(info: RequestInfo): AccessAttributes {
  const { verb, group, version, resource, subresource, namespace, name } = info;
  return {
    verb,
    group,
    version,
    resource,
    subresource,
    namespace,
    name,
    ...(!info.isResourceRequest && { path: info.path }),
  };
}

/** What was read of a connection's certificate: it stays the same. */
const certificates = new WeakMap<
  TLSSocket,
  { certificate: AuthenticationInput['certificate'] }
>();

function certificateOf(
  request: IncomingMessage,
): AuthenticationInput['certificate'] {
  const socket = request.socket as TLSSocket;
  let known = certificates.get(socket);
  if (!known) {
    known = { certificate: readCertificate(socket) };
    certificates.set(socket, known);
  }
  return known.certificate;
}

function readCertificate(
  socket: TLSSocket,
): AuthenticationInput['certificate'] {
  if (!socket.authorized) return undefined;
  const { subject } = socket.getPeerCertificate();
  if (!subject?.CN) return undefined;
  const organizations = subject.O as string | string[] | undefined;
  return {
    commonName: String(subject.CN),
    organizations: [organizations ?? []].flat(),
  };
}

async function identify(
  services: Services,
  request: IncomingMessage,
  attributes: AccessAttributes,
): Promise<UserInfo> {
  const { authenticator, authorizer } = services;
  const result = await authenticator.authenticate({
    ...(request.headers.authorization && {
      authorization: request.headers.authorization,
    }),
    certificate: certificateOf(request),
  });
  if (result.outcome === 'invalid') throw ApiError.unauthorized();
  const caller = result.outcome === 'user' ? result.user : anonymousUser;
  const wanted = readImpersonation(request.headersDistinct);
  return wanted
    ? impersonate({ caller, wanted, request: attributes, authorizer })
    : caller;
}

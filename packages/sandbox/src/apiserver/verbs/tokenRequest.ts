import { randomUUID } from 'node:crypto';
import { validateOnAdmission } from '../admission';
import { ApiError } from '../errors';
import type { ApiContext } from '../http/ApiContext';
import { decodeObject } from '../http/decodeBody';
import { readBody } from '../http/readBody';
import { sendJson } from '../http/respond';
import type { ResourceType } from '../types';
import { formatTime } from './formatTime';
import { findStored } from './read';
import { inDraft } from './runWrite';
import { readWriteOptions } from './writeOptions';

interface TokenSpec {
  audiences?: string[];
  expirationSeconds?: number;
}

const TOKEN_REQUEST = {
  kind: 'TokenRequest',
  apiVersion: 'authentication.k8s.io/v1',
};

/** Nothing is kept of it; still, it says who asked for what. */
function accountOf(spec: TokenSpec, manager: string, now: Date) {
  const given = ['expirationSeconds', ...Object.keys(spec)].map(field => [
    `f:${field}`,
    {},
  ]);
  return [
    {
      manager,
      operation: 'Update',
      apiVersion: TOKEN_REQUEST.apiVersion,
      time: formatTime(now),
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': Object.fromEntries(given) },
      subresource: 'token',
    },
  ];
}

/** `POST …/serviceaccounts/NAME/token`. */
export async function handleTokenRequest(
  context: ApiContext,
  type: ResourceType,
): Promise<void> {
  const { request, info, services } = context;
  if (info.verb !== 'create') throw ApiError.methodNotAllowed();
  const review = decodeObject(
    await readBody(request),
    request.headers['content-type'],
    'TokenRequest',
  );
  const account = findStored(context, type);
  const spec = (review.spec ?? {}) as TokenSpec;
  const { expirationSeconds = 3600, audiences } = spec;
  if (expirationSeconds < 600) {
    throw ApiError.invalid(
      { group: 'authentication.k8s.io', kind: 'TokenRequest' },
      '',
      [
        {
          reason: 'FieldValueInvalid',
          message: `Invalid value: ${expirationSeconds}: may not specify a duration less than 10 minutes`,
          field: 'spec.expirationSeconds',
        },
      ],
    );
  }
  const options = readWriteOptions(
    'CreateOptions',
    context.query,
    request.headers['user-agent'],
  );
  await inDraft(context, type, options, write =>
    validateOnAdmission(write, {
      object: { ...review, ...TOKEN_REQUEST },
      name: account.name,
      kind: {
        group: 'authentication.k8s.io',
        version: 'v1',
        kind: 'TokenRequest',
      },
    }),
  );
  const status = await services.tokens.issue({
    namespace: account.namespace,
    name: account.name,
    uid: account.uid,
    expirationSeconds,
    ...(audiences && { audiences }),
  });
  sendJson(context, 201, {
    ...TOKEN_REQUEST,
    metadata: {
      name: account.name,
      namespace: account.namespace,
      creationTimestamp: services
        .now()
        .toISOString()
        .replace(/\.\d+Z$/, 'Z'),
      uid: randomUUID(),
      managedFields: accountOf(spec, options.fieldManager, services.now()),
    },
    spec: {
      audiences: audiences ?? ['https://kubernetes.default.svc'],
      expirationSeconds,
      boundObjectRef: null,
    },
    status,
  });
}

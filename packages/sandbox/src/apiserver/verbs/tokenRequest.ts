import { validateOnAdmission } from '../admission';
import { ApiError } from '../errors';
import type { ApiContext } from '../http/ApiContext';
import { decodeObject } from '../http/decodeBody';
import { readBody } from '../http/readBody';
import { sendJson } from '../http/respond';
import type { ResourceType } from '../types';
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
  await inDraft(
    context,
    type,
    readWriteOptions(
      'CreateOptions',
      context.query,
      request.headers['user-agent'],
    ),
    write =>
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
    },
    spec: {
      audiences: audiences ?? ['https://kubernetes.default.svc'],
      expirationSeconds,
      boundObjectRef: null,
    },
    status,
  });
}

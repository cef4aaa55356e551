import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { describeFailure } from './describeFailure';
import type { ClusterRequestError } from './ClusterRequestError';
import { isClusterRequestError } from './ClusterRequestError';
import { KubernetesInvalidError } from './KubernetesInvalidError';

/** What was tried, in words: `create databases "orders" in payments-dev`. */
export interface Attempt {
  verb: string;
  resource: string;
  namespace?: string;
  name?: string;
  /** The object was not to be there, so any conflict means that it is. */
  isCreation?: boolean;
}

const ADMISSION = /denied (?:the )?request: (.+)$/;
const QUOTA = /exceeded quota: (.+)$/;
const NAMESPACE_GONE = /because it is being terminated/;
const IMPERSONATION = /cannot impersonate resource/;

function describeAttempt({ verb, resource, namespace, name }: Attempt): string {
  const what = name === undefined ? resource : `${resource} "${name}"`;
  return namespace === undefined
    ? `${verb} ${what}`
    : `${verb} ${what} in namespace ${namespace}`;
}

function translateForbidden(
  error: ClusterRequestError,
  attempt: Attempt,
): Error {
  const message = error.answer.message ?? '';
  if (IMPERSONATION.test(message)) {
    return new ServiceUnavailableError(
      `The portal may not act for people on cluster "${error.cluster}". The platform team can grant it.`,
    );
  }
  const denied = ADMISSION.exec(message)?.[1];
  if (denied !== undefined) {
    return new NotAllowedError(
      `A rule of cluster "${error.cluster}" does not allow this: ${denied}`,
    );
  }
  const quota = QUOTA.exec(message)?.[1];
  if (quota !== undefined) {
    return new NotAllowedError(
      `The quota of namespace ${attempt.namespace ?? ''} is used up: ${quota}`,
    );
  }
  if (NAMESPACE_GONE.test(message)) {
    return new NotAllowedError(
      `The namespace ${
        attempt.namespace ?? ''
      } is being deleted; choose another one`,
    );
  }
  return new NotAllowedError(
    `You may not ${describeAttempt(attempt)} on cluster "${error.cluster}"`,
  );
}

function translateConflict(
  error: ClusterRequestError,
  attempt: Attempt,
): Error {
  const conflicts = error.answer.causes
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ field, message }) => {
      const manager = /conflict with "([^"]+)"/.exec(message)?.[1];
      return `${field ?? 'a field'} is set by ${manager ?? 'someone else'}`;
    });
  if (conflicts.length > 0) {
    return new ConflictError(
      `Someone else manages parts of this: ${conflicts.join('; ')}`,
    );
  }
  if (error.answer.reason === 'AlreadyExists' || attempt.isCreation) {
    return new ConflictError(
      `There is one already: ${attempt.resource} "${attempt.name ?? ''}"`,
    );
  }
  return new ConflictError(
    `It has changed in the meantime, so this was not done: ${describeAttempt(
      attempt,
    )}. Load it again and repeat.`,
  );
}

function translateInvalid(error: ClusterRequestError): Error {
  const { answer } = error;
  const denied = ADMISSION.exec(answer.message ?? '')?.[1];
  const causes = answer.causes.map(({ field, message, reason }) => ({
    // Some servers prefix the field's name with an arrow or leave it as <nil>.
    ...(field === undefined || field === '<nil>' ? {} : { field }),
    message: message === '' ? 'This is not allowed' : message,
    ...(reason === undefined ? {} : { reason }),
  }));
  return new KubernetesInvalidError(
    denied ??
      answer.message ??
      `Cluster "${error.cluster}" refuses this object`,
    causes,
  );
}

/**
 * The one place where a failed request to a cluster becomes what people may see. Bodies of the
 * upstream are never passed on; of a Status object only what was written for the one who asked:
 * validation causes, the text of an admission rule, the quota.
 *
 * @param error - Anything thrown; what is no failed request comes back unchanged.
 */
export function translateClusterError(
  error: unknown,
  attempt: Attempt,
): unknown {
  if (!isClusterRequestError(error)) {
    return error;
  }
  switch (error.failure === 'status' ? error.httpStatus : undefined) {
    case 400:
    case 422:
      return translateInvalid(error);
    case 403:
      return translateForbidden(error, attempt);
    case 404:
    case 410:
      return new NotFoundError(
        `There is no ${attempt.resource} "${attempt.name ?? ''}" on cluster "${
          error.cluster
        }"`,
      );
    case 409:
      return translateConflict(error, attempt);
    case 413:
      return new InputError('This object is too large for the cluster');
    default:
      return new ServiceUnavailableError(describeFailure(error));
  }
}

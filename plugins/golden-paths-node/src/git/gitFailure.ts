import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { Errors } from 'isomorphic-git';

/** Somebody else has pushed to the branch in the meantime, or the host refuses the push. */
export class PushRefusedError extends ConflictError {}

function statusOf(error: unknown): number | undefined {
  return error instanceof Errors.HttpError ? error.data.statusCode : undefined;
}

/** What a failure of isomorphic-git means to people, without what the host said. */
export function gitFailure(error: unknown, name: string): Error {
  if (error instanceof PushRefusedError) {
    return error;
  }
  if (
    error instanceof Errors.PushRejectedError ||
    error instanceof Errors.GitPushError
  ) {
    return new PushRefusedError(
      `${name} did not take the push: somebody was faster, or a rule of the host forbids it.`,
    );
  }
  const status = statusOf(error);
  if (
    error instanceof Errors.UserCanceledError ||
    status === 401 ||
    status === 403
  ) {
    return new NotAllowedError(
      `The portal's account may not do this in ${name}. Ask the platform team.`,
    );
  }
  if (error instanceof Errors.NotFoundError || status === 404) {
    return new NotFoundError(`There is no ${name}, or no such branch in it.`);
  }
  return new ServiceUnavailableError(
    `${name} cannot be reached by git just now. Try again in a minute.`,
    error,
  );
}

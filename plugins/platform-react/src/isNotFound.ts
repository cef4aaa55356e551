import { ResponseError } from '@backstage/errors';

/** Whether the backend said that there is no such thing, or none this person may see: the two look alike. */
export function isNotFound(error: Error | undefined): boolean {
  return (
    error?.name === 'NotFoundError' ||
    (error instanceof ResponseError && error.response.status === 404)
  );
}

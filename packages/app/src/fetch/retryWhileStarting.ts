import type { FetchMiddleware } from '@backstage/core-app-api';

/** Together longer than a backend takes to start, in milliseconds. */
const pauses = [500, 1_000, 1_500, 2_000, 3_000, 4_000, 5_000];

function isRepeatable(request: Request): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

/**
 * Asks again while the backend says that it is starting (503 with `Retry-After`), so that a restart is
 * a pause and no error. Only reads are repeated: what a write has done nobody knows.
 */
export function retryWhileStarting(
  wait = (milliseconds: number) =>
    new Promise<void>(resolve => {
      setTimeout(resolve, milliseconds);
    }),
): FetchMiddleware {
  return {
    apply(next) {
      return async (input, init) => {
        const request = new Request(input, init);
        if (!isRepeatable(request)) return next(request);
        for (const pause of pauses) {
          const response = await next(request.clone());
          if (response.status !== 503 || !response.headers.has('retry-after')) {
            return response;
          }
          await wait(pause);
          request.signal.throwIfAborted();
        }
        return next(request);
      };
    },
  };
}

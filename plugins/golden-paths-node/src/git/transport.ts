import http from 'isomorphic-git/http/node';
import type { GitCredentials } from '../forges/Forge';

type HttpRequest = Parameters<typeof http.request>[0];

const TIMEOUT = 60_000;
const MAX_BYTES = 256 * 1024 * 1024;

async function* bounded(
  body: AsyncIterableIterator<Uint8Array> | undefined,
): AsyncIterableIterator<Uint8Array> {
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.byteLength;
    if (bytes > MAX_BYTES) {
      throw new Error('The answer is too large.');
    }
    yield part;
  }
}

/** How isomorphic-git reaches a host: with limits, and without following redirects. */
export function transport(credentials: GitCredentials) {
  let isAsked = false;
  return {
    http: {
      async request(request: HttpRequest) {
        const response = await http.request({
          ...request,
          signal: AbortSignal.timeout(TIMEOUT),
          // A redirect would carry the credentials along.
          fetchOptions: { followRedirects: false },
        });
        return { ...response, body: bounded(response.body) };
      },
    },
    onAuth: () => {
      // Asked a second time, they were not right.
      const again = isAsked;
      isAsked = true;
      return again ? { cancel: true } : credentials;
    },
  };
}

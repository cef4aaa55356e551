import type { IncomingMessage } from 'node:http';
import { ApiError } from '../errors';

/** The real server's `MaxRequestBodyBytes`. */
export const MAX_BODY_BYTES = 3 * 1024 * 1024;

/**
 * Reads the whole body.
 *
 * @throws ApiError 413 above 3 MiB; the rest of the body is read but not kept,
 *   so that the client gets to see the answer
 */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) {
        chunks.push(chunk);
        return;
      }
      chunks = [];
      reject(
        ApiError.tooLarge(
          `Request entity too large: limit is ${MAX_BODY_BYTES}`,
        ),
      );
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', () =>
      reject(ApiError.badRequest('the body of the request was cut short')),
    );
  });
}

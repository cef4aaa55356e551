import { setTimeout as sleep } from 'node:timers/promises';
import { isClusterRequestError } from '../http/ClusterRequestError';
import type {
  ClusterConnection,
  ClusterRequest,
  ClusterResponse,
} from '../http/types';

const MAX_PAUSE = 1_000;
const RETRIED_STATUS = new Set([429, 502, 503, 504]);

/**
 * Sends a request; a read that fails for a passing reason is sent once more. A write is never
 * repeated: its effect may be there although its answer is not.
 */
export async function sendIdempotently(
  connection: ClusterConnection,
  request: ClusterRequest,
): Promise<ClusterResponse> {
  try {
    return await connection.request(request);
  } catch (error) {
    if (
      request.method !== 'GET' ||
      !isClusterRequestError(error) ||
      (error.failure !== 'unreachable' &&
        !RETRIED_STATUS.has(error.httpStatus ?? 0)) ||
      (error.retryAfter ?? 0) > MAX_PAUSE
    ) {
      throw error;
    }
    await sleep(Math.max(error.retryAfter ?? 0, 100 + Math.random() * 200));
    return connection.request(request);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a check passes, and fails with what the check said last when that takes longer than
 * `limit` milliseconds.
 */
export async function eventually(
  check: () => void | Promise<void>,
  limit = 10_000,
): Promise<void> {
  const deadline = Date.now() + limit;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      await sleep(20);
    }
  }
}

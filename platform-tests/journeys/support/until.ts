import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Tries until it works; for the set-up, which has no `expect`.
 *
 * @returns what the attempt that worked answered
 * @throws Error with the last reason when the time is up
 */
export async function until<T>(
  what: string,
  attempt: () => Promise<T>,
  seconds = 90,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) {
        throw new Error(`${what}: not within ${seconds} s`, { cause: error });
      }
      await sleep(250);
    }
  }
}

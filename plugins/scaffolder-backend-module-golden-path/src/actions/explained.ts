import { toError } from '@backstage/errors';

/**
 * Does the work of a step; when it fails, the error also says what the run has made so far and how to
 * go on.
 *
 * @param existing - Called after a failure: addresses and names of what is there.
 */
export async function explained<T>(
  work: () => Promise<T>,
  existing: () => readonly string[],
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { name, message } = toError(error);
    const made = existing();
    const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
    const rest =
      made.length === 0
        ? 'This step has made nothing.'
        : `Exists already: ${made.join(
            ', ',
          )}. Retry goes on from here and makes nothing twice.`;
    throw Object.assign(new Error(`${sentence} ${rest}`), { name });
  }
}

import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { QuarantineStore } from '../database/QuarantineStore';
import type { WebhookInbox } from '../ingest/WebhookInbox';

const PAGE = 192;
/** Tried side by side, so that they are kept together. */
const AT_ONCE = 32;

/**
 * Tries again what named something that the catalog did not know.
 *
 * @returns how many are understood now, and whether all were tried
 */
export async function retryUnmatched(options: {
  quarantine: QuarantineStore;
  inbox: WebhookInbox;
  logger: LoggerService;
  signal?: AbortSignal;
}): Promise<{ understood: number; finished: boolean }> {
  const { quarantine, inbox, logger, signal } = options;
  let understood = 0;
  const tryAgain = async (id: string) => {
    try {
      const { quarantined } = await inbox.retry(id);
      if (!quarantined) understood += 1;
    } catch (error) {
      logger.warn(
        `The delivery ${id} could not be tried again`,
        toError(error),
      );
    }
  };
  let after = '0';
  for (;;) {
    const some = await quarantine.unmatched(after, PAGE);
    for (let start = 0; start < some.length; start += AT_ONCE) {
      if (signal?.aborted) return { understood, finished: false };
      const together = some.slice(start, start + AT_ONCE);
      await Promise.all(together.map(({ id }) => tryAgain(id)));
    }
    if (some.length < PAGE) return { understood, finished: true };
    after = some[some.length - 1].id;
  }
}
